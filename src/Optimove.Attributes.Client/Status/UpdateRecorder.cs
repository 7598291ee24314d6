using Microsoft.Extensions.Logging;

namespace Optimove.Attributes.Client;

/// <summary>
/// Records when attributes were updated. The ledger is written at most once a minute for each, so that a bulk run costs it nothing; what is later is held in
/// memory, so that a process which is killed loses a minute of the thirty days at the most.
/// </summary>
internal sealed class UpdateRecorder(LedgerBook book, ILogger logger)
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Known> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Records an update that the server accepted. A ledger that fails does not make it fail.</summary>
    public async Task RecordAsync(IReadOnlyCollection<string> names, DateTimeOffset at)
    {
        var due = new List<string>();
        lock (_known)
        {
            foreach (var name in names)
            {
                var known = _known.GetValueOrDefault(name);
                var isDue = known.Written is not { } written || (at - written).Duration() >= Precision;
                _known[name] = new(isDue ? at : known.Written, known.Latest > at ? known.Latest : at);
                if (isDue)
                {
                    due.Add(name);
                }
            }
        }

        if (due.Count > 0)
        {
            await TryChangeAsync(content =>
            {
                foreach (var entry in due.Select(content.GetOrAdd).Where(entry => entry.UpdatedAt is null || entry.UpdatedAt < at))
                {
                    entry.PreviouslyUpdatedAt = entry.UpdatedAt;
                    entry.UpdatedAt = at;
                }
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Takes an update back of which every value was rejected.</summary>
    public async Task TakeBackAsync(IReadOnlyCollection<string> names, DateTimeOffset at)
    {
        var others = new Dictionary<string, DateTimeOffset?>(StringComparer.OrdinalIgnoreCase);
        lock (_known)
        {
            foreach (var name in names)
            {
                var (written, latest) = _known.GetValueOrDefault(name);
                others[name] = latest == at ? null : latest;
                _known[name] = new(written == at ? null : written, latest == at && written != at ? written : others[name]);
            }
        }

        await TryChangeAsync(content =>
        {
            foreach (var (name, other) in others)
            {
                if (content.Attributes.TryGetValue(name, out var entry) && entry.UpdatedAt == at)
                {
                    entry.UpdatedAt = other ?? entry.PreviouslyUpdatedAt;
                    entry.PreviouslyUpdatedAt = null;
                    if (entry.IsEmpty)
                    {
                        content.Attributes.Remove(name);
                    }
                }
            }
        }).ConfigureAwait(false);
    }

    /// <summary>The last update of an attribute: what the ledger has, or what is later and only known here.</summary>
    public DateTimeOffset? LatestOf(string realFieldName, DateTimeOffset? inLedger)
    {
        lock (_known)
        {
            return _known.GetValueOrDefault(realFieldName).Latest is { } latest && !(inLedger > latest) ? latest : inLedger;
        }
    }

    private async Task TryChangeAsync(Action<LedgerContent> change)
    {
        try
        {
            // The server took the call: whoever cancels now does not undo it.
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

    /// <param name="Written">The update that the ledger was last given.</param>
    /// <param name="Latest">The last one.</param>
    private readonly record struct Known(DateTimeOffset? Written, DateTimeOffset? Latest);
}
