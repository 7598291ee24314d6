using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Tests.Support;

/// <summary>
/// A clock that stands still while HTTP is under way, and jumps over every wait: a timer that is set to less than the attempt timeout is the
/// wait before a retry, or for a permit, and time goes on to its end at once. The longer ones, the timeouts, never fire by themselves.
/// </summary>
/// <param name="start">The time at first.</param>
/// <param name="isWait">Which timers are waits, where it is not those of less than half a minute.</param>
internal sealed class WaitSkippingClock(DateTimeOffset? start = null, Func<TimeSpan, bool>? isWait = null) : FakeTimeProvider(start ?? new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(30);
    private readonly List<TimeSpan> _waits = [];
    private int _advanced;

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_waits)
            {
                return [.. _waits];
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SkippingTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Skip(dueTime);
        return timer;
    }

    /// <summary>Lets time go on, the first time this is called.</summary>
    public void AdvanceOnce(TimeSpan delta)
    {
        if (Interlocked.Exchange(ref _advanced, 1) == 0)
        {
            Advance(delta);
        }
    }

    private void Skip(TimeSpan dueTime)
    {
        if (dueTime <= TimeSpan.Zero || !(isWait?.Invoke(dueTime) ?? dueTime < ShortestTimeout))
        {
            return;
        }

        lock (_waits)
        {
            _waits.Add(dueTime);
        }

        _ = Task.Run(() => Advance(dueTime));
    }

    private sealed class SkippingTimer(WaitSkippingClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            clock.Skip(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
