using System.Runtime.ExceptionServices;

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
                var isLastLook = _timeProvider.GetElapsedTime(lastSent) >= AttributeSlots.LongestCreation;
                try
                {
                    var (entries, catalog) = await ReadFreshCatalogAsync(cancellationToken).ConfigureAwait(false);
                    var open = wanted.Where(definition => !catalog.Names.Contains(definition.RealFieldName) && sent.GetValueOrDefault(definition.RealFieldName)?.IsSettled != true).ToList();
                    var isSent = await SendMissingAsync(open, catalog, sent, dryRun, cancellationToken).ConfigureAwait(false);
                    lastSent = isSent ? _timeProvider.GetTimestamp() : lastSent;
                    if (dryRun || open.Count == 0 || (isLastLook && !isSent))
                    {
                        return new EnsureAttributesReport { Entries = [.. wanted.Select(definition => Report(definition, entries, sent, dryRun))] };
                    }

                    await WaitForOutcomesAsync([.. open.Select(definition => sent.GetValueOrDefault(definition.RealFieldName)).OfType<EnsureCall>()], pause, cancellationToken).ConfigureAwait(false);
                }
                catch (OptimoveRateLimitedException exception) when (!isLastLook && !(exception.RetryAfter > AttributeSlots.LongestCreation))
                {
                    // Many instances that start at once share the key's limit; there is time.
                    await Task.Delay(exception.RetryAfter > pause ? exception.RetryAfter.Value : WithJitter(pause), _timeProvider, cancellationToken).ConfigureAwait(false);
                }
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

    // So that instances that start at once do not ask at once.
#pragma warning disable CA5394 // Nothing secret hangs on it.
    private static TimeSpan WithJitter(TimeSpan pause) => pause * (0.75 + (Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394

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
        IReadOnlyList<AttributeDefinition> open, CatalogView catalog, Dictionary<string, EnsureCall> sent, bool dryRun, CancellationToken cancellationToken)
    {
        var unsent = open.Where(definition => !sent.ContainsKey(definition.RealFieldName)).ToDictionary(static definition => definition.RealFieldName, StringComparer.OrdinalIgnoreCase);
        if (unsent.Count == 0)
        {
            return false;
        }

        var calls = unsent.Values.ToDictionary(static definition => definition.RealFieldName, CreateEnsureCall, StringComparer.OrdinalIgnoreCase);
        var slots = calls.ToDictionary(static pair => pair.Key, static pair => pair.Value.Slot, StringComparer.OrdinalIgnoreCase);
        if (dryRun)
        {
            await _slots.TryOutAsync(slots, catalog, cancellationToken).ConfigureAwait(false);
            return false;
        }

        var missing = await _slots.ReserveAsync(slots, catalog, onlyMissing: true, cancellationToken).ConfigureAwait(false);
        foreach (var name in missing)
        {
            // Before it is sent: the outcome may be quicker than the answer.
            sent[name] = calls[name];
            calls[name].Begin(_tracker, name);
        }

        var failures = await Task.WhenAll(missing.Select(name => TrySendAsync(unsent[name], calls[name], cancellationToken))).ConfigureAwait(false);
        foreach (var (name, failure) in missing.Zip(failures))
        {
            if (failure is not null && sent.Remove(name, out var call))
            {
                call.Dispose();
            }
        }

        // One that time does not mend counts more than the limit of the moment.
        var worst = Array.Find(failures, static failure => failure is not (null or OptimoveRateLimitedException)) ?? Array.Find(failures, static failure => failure is not null);
        if (worst is not null)
        {
            ExceptionDispatchInfo.Throw(worst);
        }

        return missing.Count > 0;
    }

    private EnsureCall CreateEnsureCall(AttributeDefinition definition)
    {
        var (url, callId) = definition.CallbackUrl is { } own ? (own.AbsoluteUri, null) : CreateCallback(CallbackOperation.AddAttribute);
        return new EnsureCall(url, callId, callId ?? NewSlotHolder());
    }

    /// <returns>Why nothing of the call is on the server; <see langword="null"/> where it may be, and then the outcome or the catalog tells.</returns>
    private async Task<OptimoveException?> TrySendAsync(AttributeDefinition definition, EnsureCall call, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(definition, call.CallbackUrl, call.CallId, call.Slot, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OptimoveException exception)
        {
            return exception.MayHaveArrived ? null : exception;
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
            await Task.Delay(WithJitter(pause), _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
