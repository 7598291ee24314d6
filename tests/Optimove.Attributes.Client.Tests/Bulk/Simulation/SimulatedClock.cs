using System.Diagnostics;

namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>A clock for code on many threads: it goes to its next timer once nothing is left to do at the moment.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    /// <summary>How long a thread is busy until it counts as one of the test runner's, that waits for something.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How many threads of the pool the test runner keeps busy.</summary>
    private static int _runnersThreads;

    private readonly PriorityQueue<(Timer Timer, int Version), (long Ticks, long Number)> _timers = new();
    private readonly object _lock = new();

    private long _now;
    private long _planned;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero) + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass until the task ends.</summary>
    public void Run(Task task)
    {
        var started = Stopwatch.GetTimestamp();
        while (!task.IsCompleted)
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
            {
                throw new TimeoutException($"The run does not end; it is at {TimeSpan.FromTicks(_now)}, and {_timers.Count} timers are set.");
            }

            WaitForQuiet(task);
            if (!task.IsCompleted && !FireNext())
            {
                // Everything waits for work that is under way.
                Thread.Yield();
            }
        }
    }

    private static void WaitForQuiet(Task task)
    {
        var (since, fewest) = (Stopwatch.GetTimestamp(), int.MaxValue);
        while (!task.IsCompleted)
        {
            Thread.Yield();
            if (ThreadPool.PendingWorkItemCount > 0)
            {
                continue;
            }

            fewest = Math.Min(fewest, CountBusyThreads());
            if (fewest <= _runnersThreads || Stopwatch.GetElapsedTime(since) > Patience)
            {
                _runnersThreads = fewest;
                return;
            }
        }
    }

    /// <summary>How many threads of the pool have work, or were asked for it, without this one.</summary>
    private static int CountBusyThreads()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return most - available - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
    }

    private bool FireNext()
    {
        Timer timer;
        lock (_lock)
        {
            (Timer Timer, int Version) next;
            (long Ticks, long Number) at;
            do
            {
                if (!_timers.TryDequeue(out next, out at))
                {
                    return false;
                }
            }
            while (next.Timer.Version != next.Version);

            timer = next.Timer;
            timer.Version++;
            Volatile.Write(ref _now, Math.Max(_now, at.Ticks));
        }

        timer.Fire();
        return true;
    }

    private sealed class Timer(SimulatedClock clock, Action fire) : ITimer
    {
        public Action Fire => fire;

        public int Version { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                Version++;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    clock._timers.Enqueue((this, Version), (clock._now + dueTime.Ticks, clock._planned++));
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                Version++;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
