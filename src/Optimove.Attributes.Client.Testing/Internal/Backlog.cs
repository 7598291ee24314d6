namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>What was accepted and is done later: by its due time, and in the order of acceptance where that is the same (assumed).</summary>
internal sealed class Backlog : IDisposable
{
    // A timer may fire a little before its time, as another clock counts it.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly object _lock = new();
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Number)> _work = new();
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _timer;
    private long _number;
    private bool _disposed;

    public Backlog(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _timer = timeProvider.CreateTimer(static backlog => ((Backlog)backlog!).RunDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes work, and does it before this returns where there is no delay.</summary>
    public void Add(TimeSpan delay, Action work)
    {
        lock (_lock)
        {
            _work.Enqueue(work, (_timeProvider.GetUtcNow() + delay, _number++));
            RunDue();
        }
    }

    /// <summary>Does what is due.</summary>
    public void RunDue()
    {
        lock (_lock)
        {
            while (!_disposed && _work.TryPeek(out var work, out var place))
            {
                var wait = place.Due - _timeProvider.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    _timer.Change(wait > ShortestWait ? wait : ShortestWait, Timeout.InfiniteTimeSpan);
                    return;
                }

                _work.Dequeue();
                work();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }
}
