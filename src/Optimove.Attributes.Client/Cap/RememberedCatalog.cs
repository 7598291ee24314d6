namespace Optimove.Attributes.Client;

/// <summary>The catalog as it was read last. Whoever needs it while it is being read waits for that reading.</summary>
internal sealed class RememberedCatalog(Func<CancellationToken, Task<IReadOnlyList<CatalogEntry>>> list, TimeProvider timeProvider)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

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

    /// <summary>The catalog, read again where it is older than ten minutes.</summary>
    /// <returns>The catalog; an older one where the reading failed, and <see langword="null"/> where none ever succeeded.</returns>
    public async Task<CatalogView?> LookAsync(CancellationToken cancellationToken)
    {
        Task reading;
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            if ((_view is not null && now - _view.ReadAt <= Memory) || (_reading is null && now - _failedAt < PauseAfterFailure))
            {
                return _view;
            }

            reading = StartReading();
        }

        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return _view;
        }
    }

    /// <summary>The catalog as it is now.</summary>
    /// <returns>The catalog, and whether it could be read; an older one where it could not, and <see langword="null"/> where none ever could.</returns>
    public async Task<(CatalogView? View, bool IsCurrent)> LookAgainAsync(CancellationToken cancellationToken)
    {
        Task? earlier;
        lock (_lock)
        {
            earlier = _reading;
        }

        // One that began before may not show what is there now.
        await (earlier ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(false);
        Task reading;
        lock (_lock)
        {
            reading = StartReading();
        }

        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return (_view, _failedAt is null);
        }
    }

    // Not by the caller's token: others may wait for the same reading.
    private Task StartReading()
    {
        var now = timeProvider.GetUtcNow();
        return _reading ??= Task.Run(() => ReadAsync(now));
    }

    private async Task ReadAsync(DateTimeOffset now)
    {
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
