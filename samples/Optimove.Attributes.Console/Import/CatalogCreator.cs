namespace Optimove.Attributes.Console;

/// <summary>Creates what the catalog lacks, and waits until it is there.</summary>
/// <remarks>The vendor accepts an Add first and creates later, up to a minute. Where its outcome does not come here, the catalog is the only witness.</remarks>
internal sealed class CatalogCreator(IOptimoveAttributesClient client, bool isConfirmed, TimeProvider clock)
{
    private const int MostThatCanBeCreated = 40;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <exception cref="InputException">More are missing than the API may ever create; nothing was created.</exception>
    /// <exception cref="NotCreatedException">Something was refused, or accepted and not there in time.</exception>
    public async Task CreateMissingAsync(IEnumerable<AttributeDefinition> wanted, Action<AttributeDefinition> onTaken, CancellationToken cancellationToken)
    {
        var listed = await ListNamesAsync(cancellationToken).ConfigureAwait(false);
        var missing = wanted.Where(definition => !listed.Contains(definition.RealFieldName)).ToList();
        if (missing.Count > MostThatCanBeCreated)
        {
            throw new InputException(
                $"{missing.Count} columns have no attribute yet, and the API may create at most {MostThatCanBeCreated} in all. Create fewer: a used one is gone for good.")
            {
                Kind = "cap",
            };
        }

        if (isConfirmed)
        {
            await CreateConfirmedAsync(missing, onTaken, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var definition in missing)
        {
            await client.AddAttributeAsync(definition, cancellationToken).ConfigureAwait(false);
            onTaken(definition);
        }

        await WaitUntilListedAsync([.. missing.Select(static definition => definition.RealFieldName)], cancellationToken).ConfigureAwait(false);
    }

    private async Task CreateConfirmedAsync(List<AttributeDefinition> definitions, Action<AttributeDefinition> onTaken, CancellationToken cancellationToken)
    {
        // All at once: each may take a minute.
        var confirmations = await Task.WhenAll(definitions.Select(definition => client.AddAndConfirmAsync(definition, cancellationToken))).ConfigureAwait(false);
        var refused = new List<string>();
        var missing = new List<string>();
        foreach (var (definition, confirmation) in definitions.Zip(confirmations))
        {
            switch (confirmation.State)
            {
                case DeliveryState.Confirmed:
                    onTaken(definition);
                    break;
                case DeliveryState.Rejected when confirmation.Error == AddErrorCode.AlreadyExists:
                    // Somebody else was quicker; it is there.
                    break;
                case DeliveryState.Rejected:
                    refused.Add($"{definition.RealFieldName}: {confirmation.Message ?? "no reason given"} (errorId {confirmation.Error})");
                    break;
                default:
                    missing.Add(definition.RealFieldName);
                    break;
            }
        }

        if (refused.Count > 0)
        {
            throw NotCreatedException.Refused([.. refused, .. missing.Select(static name => $"{name}: no outcome came")]);
        }

        if (missing.Count > 0)
        {
            throw NotCreatedException.NotListed(missing);
        }
    }

    /// <summary>Waits until the catalog lists the attributes, for two minutes at most.</summary>
    /// <exception cref="NotCreatedException">It does not list all of them in time.</exception>
    public async Task WaitUntilListedAsync(IReadOnlyList<string> realFieldNames, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var awaited = realFieldNames.ToList();
        for (var pause = FirstPause; awaited.Count > 0; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var listed = await ListNamesAsync(cancellationToken).ConfigureAwait(false);
            awaited.RemoveAll(listed.Contains);
            if (awaited.Count == 0)
            {
                return;
            }

            if (clock.GetElapsedTime(start) >= LongestWait)
            {
                throw NotCreatedException.NotListed(awaited);
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HashSet<string>> ListNamesAsync(CancellationToken cancellationToken)
    {
        var catalog = await client.ListAttributesAsync(cancellationToken).ConfigureAwait(false);
        return catalog.Select(static entry => entry.RealFieldName).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
