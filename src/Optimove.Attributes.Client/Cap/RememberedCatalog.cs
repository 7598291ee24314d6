namespace Optimove.Attributes.Client;

/// <summary>The catalog as it was read last. Whoever needs it while it is being read waits for that reading.</summary>
internal sealed class RememberedCatalog(Func<CancellationToken, Task<IReadOnlyList<CatalogEntry>>> list, TimeProvider timeProvider)
{
    // An Add must not wait for a catalog that does not come, again and again.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private CatalogView? _view;
    private DateTimeOffset? _failedAt;
    private Task? _reading;

    /// <summary>Takes note of a catalog that was read anyway.</summary>
    public CatalogView Remember(IReadOnlyList<CatalogEntry> entries, DateTimeOffset readAt)
    {
        var view = new CatalogView(entries, readAt);
        lock (_lock)
        {
            if (_view is null || _view.ReadAt <= readAt)
            {
                _view = view;
            }
        }

        return view;
    }

    /// <summary>The catalog, read again where it is older than what is wanted.</summary>
    /// <returns>The catalog; an older one where the reading failed, and <see langword="null"/> where none ever succeeded.</returns>
    public async Task<CatalogView?> LookAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        Task reading;
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            if (_view is { } view && now - view.ReadAt <= maxAge)
            {
                return view;
            }

            if (_reading is null && maxAge > TimeSpan.Zero && _failedAt is { } failedAt && (now - failedAt).Duration() < PauseAfterFailure)
            {
                return _view;
            }

            // Not the caller's token: others may wait for the same reading.
            reading = _reading ??= ReadAsync(now);
        }

        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return _view;
        }
    }

    private async Task ReadAsync(DateTimeOffset now)
    {
        await Task.Yield();
        DateTimeOffset? failedAt = null;
        try
        {
            Remember(await list(CancellationToken.None).ConfigureAwait(false), now);
        }
        catch (OptimoveException)
        {
            failedAt = timeProvider.GetUtcNow();
        }
        finally
        {
            lock (_lock)
            {
                _reading = null;
                _failedAt = failedAt;
            }
        }
    }
}
