namespace Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

/// <summary>A clock that jumps from event to event, its timers among them; events of one moment happen in the order in which they were planned.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private readonly PriorityQueue<Action, (long Ticks, long Number)> _events = new();
    private long _now;
    private long _planned;

    public TimeSpan Now => TimeSpan.FromTicks(_now);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;

    public void In(TimeSpan delay, Action action) => _events.Enqueue(action, (_now + delay.Ticks, _planned++));

    public void Every(TimeSpan period, Action action) =>
        In(period, () =>
        {
            action();
            Every(period, action);
        });

    /// <summary>Goes to the next event and lets it happen; <see langword="false"/> when there is none.</summary>
    public bool Step()
    {
        if (!_events.TryDequeue(out var action, out var at))
        {
            return false;
        }

        _now = at.Ticks;
        action();
        return true;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            throw new NotSupportedException("Only timers that fire once.");
        }

        var timer = new OneShot(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class OneShot(VirtualClock clock, Action fire) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock.In(dueTime, () =>
                {
                    if (version == _version)
                    {
                        fire();
                    }
                });
            }

            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
