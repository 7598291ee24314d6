namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>The simulator's clock: it shows the client's time, and who waits on it waits for ever. What happens meanwhile is the test's choice.</summary>
internal sealed class HangingClock(TimeProvider shown) : TimeProvider
{
    /// <summary>Called when the simulator begins to wait.</summary>
    public Action OnWait { get; set; } = static () => { };

    public override DateTimeOffset GetUtcNow() => shown.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            // Not within the call that creates the timer: what waits must wait already.
            _ = Task.Run(OnWait);
        }

        return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
