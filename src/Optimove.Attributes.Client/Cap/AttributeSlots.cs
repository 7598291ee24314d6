using Microsoft.Extensions.Logging;

namespace Optimove.Attributes.Client;

/// <summary>
/// The slots of the attributes that the API may create, in the ledger: reserved before an Add is sent, accepted with its answer, created or released
/// by its outcome. What nobody speaks of any more is decided by the catalog.
/// </summary>
internal sealed class AttributeSlots(LedgerBook book, int limit, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>A slot whose attribute the catalog does not list that long after it was sent is free again. Documented is up to a minute; the second one is our margin (assumed).</summary>
    public static readonly TimeSpan LongestCreation = TimeSpan.FromMinutes(2);

    /// <summary>How long more may be heard of a call: a callback's token lives a day and a deadline, which is a day at the most.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(2);

    private static readonly AddErrorCode[] ReleasingCodes = [AddErrorCode.LimitReached, AddErrorCode.AlreadyExists, AddErrorCode.UnknownType, AddErrorCode.DefaultDoesNotFit];

    /// <summary>Reserves slots for the attributes that need one, all or none.</summary>
    /// <param name="calls">The attributes, each with the call that creates it.</param>
    /// <param name="catalog">The catalog, if known.</param>
    /// <param name="onlyMissing">Whether to leave out what another call is creating.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is reserved then.</param>
    /// <returns>The attributes that have to be sent.</returns>
    /// <exception cref="AttributeCapExceededException">They would pass the limit.</exception>
    /// <exception cref="IOException">The ledger can't be read or written.</exception>
    public Task<List<string>> ReserveAsync(IReadOnlyDictionary<string, string> calls, CatalogView? catalog, bool onlyMissing, CancellationToken cancellationToken) =>
        book.ChangeAsync(content => Reserve(content, calls, catalog, onlyMissing), cancellationToken);

    /// <summary>What <see cref="ReserveAsync"/> would return or throw.</summary>
    public async Task<List<string>> TryOutAsync(IReadOnlyDictionary<string, string> calls, CatalogView? catalog, CancellationToken cancellationToken) =>
        Reserve(await book.ReadAsync(cancellationToken).ConfigureAwait(false), calls, catalog, onlyMissing: true);

    /// <summary>The server took the call.</summary>
    public Task AcceptAsync(string realFieldName, string callId, bool isAfterLostAttempt) => TryChangeAsync(content =>
    {
        if (FindHeld(content, realFieldName, callId) is not { } entry)
        {
            return;
        }

        if (!isAfterLostAttempt && entry.Calls![callId] == AddCallState.Refused)
        {
            Release(content, realFieldName, callId);
            return;
        }

        entry.Calls![callId] = isAfterLostAttempt ? AddCallState.Sent : AddCallState.Answered;
        if (entry.Slot != SlotState.Created)
        {
            entry.SetSlot(SlotState.Accepted, timeProvider.GetUtcNow());
        }
    });

    /// <summary>The call did not reach the server, or was refused at once.</summary>
    public Task ReleaseAsync(string realFieldName, string callId) => TryChangeAsync(content => Release(content, realFieldName, callId));

    /// <summary>The outcome of a call came. A second one changes nothing, nor does one of a call that holds no slot.</summary>
    public Task SettleAsync(string realFieldName, string callId, bool isSuccess, AddErrorCode? error) => TryChangeAsync(content =>
    {
        if (FindHeld(content, realFieldName, callId) is not { } entry)
        {
            return;
        }

        if (isSuccess)
        {
            entry.SetSlot(SlotState.Created, timeProvider.GetUtcNow());
            entry.Calls = null;
            entry.MayBeForeign = false;
        }
        else if (error == AddErrorCode.AlreadyExists && entry.Calls![callId] != AddCallState.Answered)
        {
            entry.Calls[callId] = AddCallState.Refused;
        }
        else if (error is { } code && ReleasingCodes.Contains(code))
        {
            Release(content, realFieldName, callId);
            if (code == AddErrorCode.LimitReached)
            {
                Learn(content);
            }
        }

        // Anything else is not clear: the catalog will tell.
    });

    /// <summary>How much is used, with what the catalog tells put into the ledger.</summary>
    /// <exception cref="IOException">The ledger can't be read or written.</exception>
    public async Task<CapUsage> GetUsageAsync(CatalogView? catalog, bool isCurrent, CancellationToken cancellationToken)
    {
        var content = await ResolveAsync(catalog, cancellationToken).ConfigureAwait(false);
        return Measure(content, catalog, isCurrent);
    }

    /// <summary>The ledger's content, with what the catalog tells put into it.</summary>
    /// <exception cref="IOException">The ledger can't be read or written.</exception>
    public Task<LedgerContent> ResolveAsync(CatalogView? catalog, CancellationToken cancellationToken) => book.ChangeAsync(
        content =>
        {
            Resolve(content, catalog);
            return content;
        },
        cancellationToken);

    /// <summary>Takes note of where the user says that an attribute comes from.</summary>
    /// <exception cref="IOException">The ledger can't be read or written.</exception>
    public Task DeclareAsync(string realFieldName, AttributeSource source, CancellationToken cancellationToken) => book.ChangeAsync(
        content =>
        {
            var entry = content.GetOrAdd(realFieldName);
            var wasCounted = entry.IsCounted;
            entry.DeclaredSource = source == AttributeSource.Unknown ? null : source;
            if (entry.IsCounted && !wasCounted && content.UnknownCount > 0)
            {
                // One of those that the server counted now has a name.
                content.UnknownCount--;
            }

            if (entry.IsEmpty)
            {
                content.Attributes.Remove(realFieldName);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Takes note of whether the user says that the ledger is complete.</summary>
    /// <exception cref="IOException">The ledger can't be read or written.</exception>
    public Task DeclareCompleteAsync(bool isComplete, CancellationToken cancellationToken) => book.ChangeAsync(
        content =>
        {
            content.IsComplete = isComplete;
            content.UnknownCount = isComplete ? 0 : content.UnknownCount;
            return true;
        },
        cancellationToken);

    /// <summary>Whether a catalog read now may free a slot that the one at hand does not.</summary>
    public async Task<bool> MayBeFreedAsync(CatalogView? catalog, CancellationToken cancellationToken)
    {
        var due = timeProvider.GetUtcNow() - LongestCreation;
        var content = await book.ReadAsync(cancellationToken).ConfigureAwait(false);
        return content.Attributes.Values.Any(entry => entry.IsOnItsWay && entry.SlotAt <= due && !(catalog?.ReadAt >= entry.SlotAt + LongestCreation));
    }

    private List<string> Reserve(LedgerContent content, IReadOnlyDictionary<string, string> calls, CatalogView? catalog, bool onlyMissing)
    {
        Resolve(content, catalog);
        var sent = calls.Keys.Where(name => !onlyMissing || !IsAwaited(content, name, catalog)).ToList();
        var needed = sent.Where(name => catalog?.Names.Contains(name) != true && content.Attributes.GetValueOrDefault(name)?.IsCounted != true).ToList();
        var usage = Measure(content, catalog, isCurrent: catalog is not null);
        if (needed.Count > usage.Left)
        {
            throw new AttributeCapExceededException(usage, needed);
        }

        foreach (var name in sent)
        {
            if (needed.Contains(name))
            {
                var reserved = content.GetOrAdd(name);
                reserved.SetSlot(SlotState.Reserved, timeProvider.GetUtcNow());
                reserved.MayBeForeign = catalog is null;
            }

            if (content.Attributes.TryGetValue(name, out var entry) && entry.IsOnItsWay)
            {
                (entry.Calls ??= []).Add(calls[name], AddCallState.Sent);
            }
        }

        return sent;
    }

    /// <summary>Whether another call is creating the attribute, or created it a moment ago.</summary>
    private static bool IsAwaited(LedgerContent content, string realFieldName, CatalogView? catalog) =>
        content.Attributes.TryGetValue(realFieldName, out var entry)
        && (entry.IsOnItsWay || (entry.Slot == SlotState.Created && !(catalog?.ReadAt >= entry.SlotAt + LongestCreation)));

    private static LedgerEntry? FindHeld(LedgerContent content, string realFieldName, string callId) =>
        content.Attributes.TryGetValue(realFieldName, out var entry) && entry.Calls?.ContainsKey(callId) == true ? entry : null;

    private static void Release(LedgerContent content, string realFieldName, string callId)
    {
        if (FindHeld(content, realFieldName, callId) is not { } entry)
        {
            return;
        }

        entry.Calls!.Remove(callId);
        if (entry.Calls.Count == 0)
        {
            Free(content, realFieldName, entry);
        }
    }

    private static void Free(LedgerContent content, string realFieldName, LedgerEntry entry)
    {
        entry.Free();
        if (entry.IsEmpty)
        {
            content.Attributes.Remove(realFieldName);
        }
    }

    /// <summary>Puts into the ledger what the catalog says of what is on its way, or was given up.</summary>
    private void Resolve(LedgerContent content, CatalogView? catalog)
    {
        var now = timeProvider.GetUtcNow();
        foreach (var (name, entry) in content.Attributes.Where(static pair => pair.Value.IsOnItsWay || pair.Value.Calls is not null).ToList())
        {
            // A slot of a clock that is ahead would otherwise be held until ours is there.
            if (entry.SlotAt is not { } since || since > now)
            {
                entry.SlotAt = since = now;
            }

            if (entry.Slot != SlotState.Created && catalog?.Names.Contains(name) == true)
            {
                if (catalog.NamesSources && !catalog.ApiNames.Contains(name))
                {
                    Free(content, name, entry);
                }
                else
                {
                    // Its calls are kept: one of them may still be told that somebody else was quicker.
                    entry.SetSlot(SlotState.Created, now);
                }
            }
            else if (entry.IsOnItsWay && catalog?.ReadAt >= since + LongestCreation)
            {
                // Given up, not forgotten: a call may wait that long for a permit, and an outcome may be late.
                entry.SetSlot(SlotState.None, now);
            }
            else if (now - since > Memory)
            {
                Forget(content, name, entry);
            }
        }
    }

    private static void Forget(LedgerContent content, string realFieldName, LedgerEntry entry)
    {
        if (entry.Slot == SlotState.Created)
        {
            entry.Calls = null;
        }
        else if (entry.Slot == SlotState.None)
        {
            Free(content, realFieldName, entry);
        }
    }

    /// <summary>The limit is reached, so what is not accounted for was created by others.</summary>
    private void Learn(LedgerContent content)
    {
        var others = limit - content.Attributes.Values.Count(static entry => entry.IsCounted);
        if (others > content.UnknownCount)
        {
            content.UnknownCount = others;
            content.IsComplete = false;
            Log.LimitReachedEarly(logger, limit, others);
        }
    }

    private CapUsage Measure(LedgerContent content, CatalogView? catalog, bool isCurrent)
    {
        var created = content.Attributes.Where(static pair => pair.Value is { IsCounted: true, IsOnItsWay: false }).Select(static pair => pair.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var onTheirWay = content.Attributes.Where(static pair => pair.Value.IsOnItsWay).Select(static pair => pair.Key).ToList();
        var inLedger = created.Count + onTheirWay.Count;
        created.UnionWith(catalog?.ApiNames ?? new HashSet<string>());
        onTheirWay.RemoveAll(created.Contains);

        // What the server told is counted from the ledger on; names that the catalog adds are among those.
        var unknown = Math.Max(0, inLedger + content.UnknownCount - created.Count - onTheirWay.Count);
        var isKnown = content.IsComplete || catalog?.NamesSources == true;
        return new CapUsage
        {
            Limit = limit,
            Created = [.. created.Order(StringComparer.OrdinalIgnoreCase)],
            OnTheirWay = [.. onTheirWay.Order(StringComparer.OrdinalIgnoreCase)],
            UnknownCount = unknown,
            Uncertainty = (isKnown ? CapUncertainty.None : CapUncertainty.OtherApplications)
                | (!isKnown && book.IsInMemory ? CapUncertainty.LedgerInMemory : CapUncertainty.None)
                | (isCurrent ? CapUncertainty.None : CapUncertainty.CatalogNotRead)
                | (unknown > 0 ? CapUncertainty.ReachedEarly : CapUncertainty.None),
        };
    }

    /// <summary>What is already decided is kept as far as the ledger can: where it fails, the slot counts on until the catalog tells.</summary>
    private async Task TryChangeAsync(Action<LedgerContent> change)
    {
        try
        {
            await book.ChangeAsync(
                content =>
                {
                    change(content);
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            Log.LedgerFailed(logger, exception);
        }
    }
}
