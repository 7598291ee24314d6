namespace Optimove.Attributes.Client;

/// <content>The status of every attribute.</content>
public sealed partial class OptimoveAttributesClient
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttributeClassification>> GetStatusesAsync(CancellationToken cancellationToken = default)
    {
        var (entries, catalog) = await ReadFreshCatalogAsync(cancellationToken).ConfigureAwait(false);
        var ledger = await _slots.ResolveAsync(catalog, cancellationToken).ConfigureAwait(false);
        var now = _timeProvider.GetUtcNow();
        var notListed = ledger.Attributes.Where(pair => !catalog.Names.Contains(pair.Key) && (pair.Value.Slot == SlotState.Created || pair.Value.DeclaredSource is not null));
        return
        [
            .. entries.Select(entry => Classify(entry.RealFieldName, entry)),
            .. notListed.Select(pair => Classify(pair.Key, null)),
        ];

        AttributeClassification Classify(string realFieldName, CatalogEntry? listed)
        {
            var recorded = ledger.Attributes.GetValueOrDefault(realFieldName);
            var evidence = new AttributeEvidence
            {
                RealFieldName = realFieldName,
                IsListed = listed is not null,
                CatalogSource = listed?.Source,
                CatalogUpdatedAt = listed?.UpdatedAt,
                LedgerCreated = recorded is { Slot: SlotState.Created, MayBeForeign: false },
                LedgerUpdatedAt = _updates.LatestOf(realFieldName, recorded?.UpdatedAt),
                DeclaredSource = recorded?.DeclaredSource,
                LedgerIsComplete = ledger.IsComplete,
            };
            return AttributeStatusClassifier.Classify(evidence, now, _options.RecencyWindow);
        }
    }

    /// <inheritdoc/>
    public async Task DeclareAsync(string realFieldName, AttributeSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(realFieldName);
        if (!Enum.IsDefined(source))
        {
            throw new ArgumentOutOfRangeException(nameof(source), source, "Not a source.");
        }

        if (Check.RealFieldName(realFieldName) is { } fault)
        {
            throw new OptimoveValidationException([new Violation($"RealFieldName {fault}.", null, realFieldName)]);
        }

        await _slots.DeclareAsync(realFieldName, source, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task DeclareLedgerCompleteAsync(bool isComplete = true, CancellationToken cancellationToken = default) => _slots.DeclareCompleteAsync(isComplete, cancellationToken);
}
