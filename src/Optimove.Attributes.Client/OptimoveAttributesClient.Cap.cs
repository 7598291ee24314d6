namespace Optimove.Attributes.Client;

/// <content>The cap on what the API may create.</content>
public sealed partial class OptimoveAttributesClient
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public async Task<CapUsage> GetCapUsageAsync(CancellationToken cancellationToken = default)
    {
        var (catalog, isCurrent) = await _catalog.LookAgainAsync(cancellationToken).ConfigureAwait(false);
        return await _slots.GetUsageAsync(catalog, isCurrent, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<EnsureAttributesReport> EnsureAttributesAsync(
        IReadOnlyCollection<AttributeDefinition> definitions, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        AttributeDefinition[] wanted = [.. definitions];
        DefinitionValidator.Validate(wanted);
        if (wanted.Length == 0)
        {
            return new EnsureAttributesReport { Entries = [] };
        }

        var sent = new Dictionary<string, EnsureCall>(StringComparer.OrdinalIgnoreCase);
        try
        {
            var lastSent = _timeProvider.GetTimestamp();
            for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                var (entries, catalog) = await ReadFreshCatalogAsync(cancellationToken).ConfigureAwait(false);
                var open = wanted.Where(definition => !catalog.Names.Contains(definition.RealFieldName) && sent.GetValueOrDefault(definition.RealFieldName)?.IsSettled != true).ToList();
                var unsent = open.Where(definition => !sent.ContainsKey(definition.RealFieldName)).ToDictionary(static definition => definition.RealFieldName, StringComparer.OrdinalIgnoreCase);
                if (dryRun && unsent.Count > 0)
                {
                    await _slots.TryOutAsync(unsent.Keys.ToDictionary(static name => name, static _ => string.Empty, StringComparer.OrdinalIgnoreCase), catalog, cancellationToken).ConfigureAwait(false);
                }
                else if (unsent.Count > 0 && await SendMissingAsync(unsent, catalog, sent, cancellationToken).ConfigureAwait(false))
                {
                    lastSent = _timeProvider.GetTimestamp();
                }

                if (dryRun || open.Count == 0 || _timeProvider.GetElapsedTime(lastSent) >= AttributeSlots.LongestCreation)
                {
                    return new EnsureAttributesReport { Entries = [.. wanted.Select(definition => Report(definition, entries, sent, dryRun))] };
                }

                await WaitForOutcomesAsync([.. open.Select(definition => sent.GetValueOrDefault(definition.RealFieldName)).OfType<EnsureCall>()], pause, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var call in sent.Values)
            {
                call.Dispose();
            }
        }
    }

    private static string NewSlotHolder() => Guid.NewGuid().ToString("N");

    private static EnsureAttributesEntry Report(AttributeDefinition definition, IReadOnlyList<CatalogEntry> catalog, Dictionary<string, EnsureCall> sent, bool dryRun)
    {
        var listed = catalog.FirstOrDefault(entry => entry.RealFieldName.Equals(definition.RealFieldName, StringComparison.OrdinalIgnoreCase));
        var call = sent.GetValueOrDefault(definition.RealFieldName);
        var outcome = call?.Outcome;
        var isOthers = call is null || outcome?.Error == AddErrorCode.AlreadyExists;
        return new EnsureAttributesEntry
        {
            Definition = definition,
            State = outcome is { IsSuccess: true } ? EnsureState.Created
                : listed is not null ? isOthers ? EnsureState.Exists : EnsureState.Created
                : dryRun ? EnsureState.WouldCreate
                : call is { IsSettled: true } ? EnsureState.Rejected
                : EnsureState.Unconfirmed,
            ListedType = listed?.Type,
            HasTypeConflict = listed?.Type is { } type && !definition.Type.MayBe(type),
            Error = listed is null ? outcome?.Error : null,
            Message = listed is null ? outcome?.Message : null,
        };
    }

    private async Task ReserveAsync(string realFieldName, string slot, CancellationToken cancellationToken)
    {
        var calls = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [realFieldName] = slot };
        var catalog = await _catalog.LookAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _slots.ReserveAsync(calls, catalog, onlyMissing: false, cancellationToken).ConfigureAwait(false);
        }
        catch (AttributeCapExceededException)
        {
            if (!await _slots.MayBeFreedAsync(catalog, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            (catalog, _) = await _catalog.LookAgainAsync(cancellationToken).ConfigureAwait(false);
            await _slots.ReserveAsync(calls, catalog, onlyMissing: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(IReadOnlyList<CatalogEntry> Entries, CatalogView View)> ReadFreshCatalogAsync(CancellationToken cancellationToken)
    {
        var readAt = _timeProvider.GetUtcNow();
        var entries = await ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        return (entries, _catalog.Remember(entries, readAt));
    }

    /// <summary>Sends what is missing and nobody else is creating, all at once, for each may take a minute.</summary>
    /// <returns>Whether anything was sent.</returns>
    private async Task<bool> SendMissingAsync(
        Dictionary<string, AttributeDefinition> unsent, CatalogView catalog, Dictionary<string, EnsureCall> sent, CancellationToken cancellationToken)
    {
        var calls = unsent.Values.ToDictionary(static definition => definition.RealFieldName, CreateEnsureCall, StringComparer.OrdinalIgnoreCase);
        var slots = calls.ToDictionary(static pair => pair.Key, static pair => pair.Value.Slot, StringComparer.OrdinalIgnoreCase);
        var missing = await _slots.ReserveAsync(slots, catalog, onlyMissing: true, cancellationToken).ConfigureAwait(false);
        foreach (var name in missing)
        {
            // Before it is sent: the outcome may be quicker than the answer.
            sent[name] = calls[name];
            calls[name].Begin(_tracker, name);
        }

        await Task.WhenAll(missing.Select(name => SendAsync(unsent[name], calls[name], cancellationToken))).ConfigureAwait(false);
        return missing.Count > 0;
    }

    private EnsureCall CreateEnsureCall(AttributeDefinition definition)
    {
        var (url, callId) = definition.CallbackUrl is { } own ? (own.AbsoluteUri, null) : CreateCallback(CallbackOperation.AddAttribute);
        return new EnsureCall(url, callId, callId ?? NewSlotHolder());
    }

    private async Task SendAsync(AttributeDefinition definition, EnsureCall call, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(definition, call.CallbackUrl, call.CallId, call.Slot, cancellationToken).ConfigureAwait(false);
        }
        catch (OptimoveException exception) when (exception.MayHaveArrived)
        {
            // The outcome or the catalog tells.
        }
    }

    /// <summary>Waits for a while, or until every call has its outcome.</summary>
    private async Task WaitForOutcomesAsync(IReadOnlyList<EnsureCall> calls, TimeSpan pause, CancellationToken cancellationToken)
    {
        var awaited = calls.Select(static call => call.Outstanding).ToList();
        if (awaited.Count > 0 && awaited.TrueForAll(static call => call is { Outcome: null }))
        {
            await Task.WhenAll(awaited.Select(call => call!.WaitAsync(pause, _timeProvider, cancellationToken))).ConfigureAwait(false);
        }
        else
        {
            await Task.Delay(pause, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
