using System.Threading.RateLimiting;

namespace Optimove.Attributes.Client;

/// <summary>Keeps a client within limits of the kind "so many requests in any window", whatever the latency, over any number of callers.</summary>
/// <remarks>
/// <para>
/// A permit comes back one window after its lease was disposed, so dispose the lease when the request was answered, not when it was sent: the
/// server saw an answered request no later than its answer, so none of the server's windows can hold more than the limit. The price is
/// the mean answer time: the rate is the limit in (window + mean answer time), and it takes enough requests in flight to hold it.
/// </para>
/// <para>Those who wait are served in the order in which they came. Several limits hold at once. Safe for use by many threads.</para>
/// </remarks>
public sealed class OptimoveRateLimiter : RateLimiter
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly object _lock = new();
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _timer;
    private readonly PermitWindows _windows;
    private readonly LinkedList<Waiter> _queue = new();
    private readonly long _createdAt;
    private long _pausedUntil;
    private long _successfulLeases;
    private long _failedLeases;
    private bool _disposed;

    /// <summary>Starts with all permits there.</summary>
    /// <param name="limits">The limits, all of which hold at once; at least one.</param>
    /// <param name="timeProvider">The clock; <see cref="TimeProvider.System"/> by default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="limits"/> is <see langword="null"/> or holds a <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="limits"/> is empty, or one of them allows no request or has a window that is not above zero and at most a day.</exception>
    public OptimoveRateLimiter(IEnumerable<RateLimit> limits, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _windows = new PermitWindows(_timeProvider);
        _windows.Add(limits);
        _createdAt = _pausedUntil = _timeProvider.GetTimestamp();
        _timer = _timeProvider.CreateTimer(static limiter => ((OptimoveRateLimiter)limiter!).Serve(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    /// <remarks><see langword="null"/> while a permit is out, on its way back, or waited for, and while the server has paused the key.</remarks>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                var now = _timeProvider.GetTimestamp();
                return _queue.Count > 0 || now < _pausedUntil || _windows.IdleSince(now) is not { } since
                    ? null
                    : _timeProvider.GetElapsedTime(Math.Max(Math.Max(since, _pausedUntil), _createdAt), now);
            }
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_lock)
        {
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = Math.Max(0, _windows.Free(_timeProvider.GetTimestamp())),
                CurrentQueuedCount = _queue.Sum(static waiter => (long)waiter.PermitCount),
                TotalFailedLeases = _failedLeases,
                TotalSuccessfulLeases = _successfulLeases,
            };
        }
    }

    /// <summary>Brings in further limits, such as those of another client on the same key. Waiters that want more than a new one ever allows are refused.</summary>
    internal void AddLimits(IEnumerable<RateLimit> limits)
    {
        lock (_lock)
        {
            _windows.Add(limits);
            Refuse(waiter => waiter.PermitCount > _windows.SmallestLimit, retryAfter: null);
            if (_queue.Count > 0)
            {
                ServeQueue(_timeProvider.GetTimestamp());
            }
        }
    }

    /// <summary>Hands out no permit for so long, because the server asked for it. Waiters that would not wait so long are refused.</summary>
    internal void Pause(TimeSpan duration)
    {
        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            _pausedUntil = Math.Max(_pausedUntil, now + _windows.ToTimestamp(duration < TimeSpan.FromDays(365) ? duration : TimeSpan.FromDays(365)));
            var pause = _timeProvider.GetElapsedTime(now, _pausedUntil);
            Refuse(waiter => waiter.MaxPause < pause, pause);
            Schedule(now);
        }
    }

    /// <summary>As <see cref="RateLimiter.AcquireAsync"/>, for a caller that would rather be refused than wait out a longer pause than this.</summary>
    internal ValueTask<RateLimitLease> AcquireAsync(int permitCount, TimeSpan maxPause, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RateLimitLease>(cancellationToken);
        }

        lock (_lock)
        {
            if (TryTake(permitCount, out var now) is { } lease)
            {
                return new ValueTask<RateLimitLease>(lease);
            }

            var pause = _timeProvider.GetElapsedTime(now, _pausedUntil);
            if (pause > maxPause)
            {
                _failedLeases++;
                return new ValueTask<RateLimitLease>(new Lease(null, 0, pause));
            }

            var waiter = new Waiter(this, permitCount, maxPause);
            waiter.Node = _queue.AddLast(waiter);
            waiter.Registration = cancellationToken.UnsafeRegister(static (state, token) => ((Waiter)state!).Cancel(token), waiter);
            Schedule(now);
            return new ValueTask<RateLimitLease>(waiter.Task);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        AcquireAsync(permitCount, TimeSpan.MaxValue, cancellationToken);

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            if (TryTake(permitCount, out var now) is { } lease)
            {
                return lease;
            }

            _failedLeases++;
            return new Lease(null, 0, WhenServed(permitCount, now) is { } due ? _timeProvider.GetElapsedTime(now, due) : null);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Those who wait get a lease that is not acquired; a permit that is out may still be returned.</remarks>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_lock)
            {
                _disposed = true;
                _timer.Dispose();
                Refuse(static _ => true, retryAfter: null);
            }
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(true);
        return base.DisposeAsyncCore();
    }

    private Lease? TryTake(int permitCount, out long now)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, _windows.SmallestLimit);
        now = _timeProvider.GetTimestamp();
        return _queue.Count == 0 && IsFree(permitCount, now) ? Take(permitCount) : null;
    }

    private bool IsFree(int permitCount, long now) => now >= _pausedUntil && _windows.Free(now) >= Math.Max(1, permitCount);

    private Lease Take(int permitCount)
    {
        _windows.Take(permitCount);
        _successfulLeases++;
        return new Lease(this, permitCount, null);
    }

    private void Release(int permitCount)
    {
        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            _windows.Release(permitCount, now);
            if (!_disposed)
            {
                ServeQueue(now);
            }
        }
    }

    private void Serve()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                ServeQueue(_timeProvider.GetTimestamp());
            }
        }
    }

    private void ServeQueue(long now)
    {
        while (_queue.First is { } first && IsFree(first.Value.PermitCount, now))
        {
            _queue.RemoveFirst();
            first.Value.Complete(Take(first.Value.PermitCount));
        }

        Schedule(now);
    }

    private void Refuse(Func<Waiter, bool> which, TimeSpan? retryAfter)
    {
        for (var node = _queue.First; node is not null;)
        {
            var next = node.Next;
            if (which(node.Value))
            {
                _queue.Remove(node);
                _failedLeases++;
                node.Value.Complete(new Lease(null, 0, retryAfter));
            }

            node = next;
        }
    }

    private long? WhenServed(int permitCount, long now) =>
        _windows.WhenFree(Math.Max(1, permitCount), now) is { } due ? Math.Max(due, _pausedUntil) : null;

    private void Schedule(long now)
    {
        var due = _queue.First is { } first ? WhenServed(first.Value.PermitCount, now) : null;

        // Timers cut fractions of a millisecond off: rounded up, they do not fire before the permit is there. They refuse more than 49 days: one
        // that fires early finds nobody to serve and is set again.
        _timer.Change(
            due is { } at
                ? TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(_timeProvider.GetElapsedTime(now, at).TotalMilliseconds), LongestTimer.TotalMilliseconds))
                : Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    private sealed class Lease(OptimoveRateLimiter? limiter, int permitCount, TimeSpan? retryAfter) : RateLimitLease
    {
        private OptimoveRateLimiter? _limiter = limiter;

        public override bool IsAcquired { get; } = limiter is not null;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Exchange(ref _limiter, null)?.Release(permitCount);
            base.Dispose(disposing);
        }
    }

    private sealed class Waiter(OptimoveRateLimiter limiter, int permitCount, TimeSpan maxPause)
        : TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int PermitCount { get; } = permitCount;

        public TimeSpan MaxPause { get; } = maxPause;

        public LinkedListNode<Waiter>? Node { get; set; }

        public CancellationTokenRegistration Registration { get; set; }

        /// <summary>Called under the lock, once the waiter has left the queue: a cancellation that comes now finds it gone.</summary>
        public void Complete(Lease lease)
        {
            Registration.Unregister();
            TrySetResult(lease);
        }

        public void Cancel(CancellationToken token)
        {
            lock (limiter._lock)
            {
                if (Node!.List is null)
                {
                    return;
                }

                limiter._queue.Remove(Node);
                TrySetCanceled(token);
                if (!limiter._disposed)
                {
                    limiter.ServeQueue(limiter._timeProvider.GetTimestamp());
                }
            }
        }
    }
}
