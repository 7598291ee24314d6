using System.Diagnostics;
using System.Threading.RateLimiting;
using Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

namespace Optimove.Attributes.Client.Benchmarks.Limiter;

/// <summary>Both limiters on simulated time, 50 in 10 s, against a server that keeps an exact log of what it saw.</summary>
internal static class SimulatedComparison
{
    private const int Segments = 10;

    private static readonly RateLimit Limit = new(50, TimeSpan.FromSeconds(10));

    // The sliding window takes no clock, and counts segments: a segment lasts until it is told to go on, if that much real time has passed. So its
    // segments are as short as can be, and the simulated clock tells it to go on once in a simulated second.
    private static readonly TimeSpan RealSegment = TimeSpan.FromTicks(10);

    public static void Run()
    {
        ReportTable.Header();
        Compare("50 to 600 ms", new Traffic(AnswerTimes.Between(50, 600)));
        Compare("20 to 120 ms", new Traffic(AnswerTimes.Between(20, 120)));
        Compare("heavy-tailed", new Traffic(AnswerTimes.HeavyTailed));
        Compare("50 to 600 ms, 2 % lost", new Traffic(AnswerTimes.Between(50, 600)) { LostShare = 0.02 });
        Compare("50 to 600 ms, bursts, pauses", new Traffic(AnswerTimes.Between(50, 600)) { Callers = null });
    }

    private static void Compare(string name, Traffic traffic)
    {
        var clock = new VirtualClock();
        using var ours = new OptimoveRateLimiter([Limit], clock);
        ReportTable.Row(name, nameof(OptimoveRateLimiter), Simulate(clock, ours, traffic), Limit);

        clock = new VirtualClock();
        using var theirs = SlidingWindow(clock);
        ReportTable.Row(name, nameof(SlidingWindowRateLimiter), Simulate(clock, theirs, traffic), Limit);

        clock = new VirtualClock();
        using var sendTime = new OptimoveRateLimiter([Limit], clock);
        ReportTable.Row(name, "released when sent", Simulate(clock, sendTime, traffic with { ReleasesWhenSent = true }), Limit);
    }

    private static TrafficReport Simulate(VirtualClock clock, RateLimiter limiter, Traffic traffic) =>
        TrafficSimulation.Run(clock, limiter, new ServerLog(Limit), traffic, seed: 20_241);

    private static SlidingWindowRateLimiter SlidingWindow(VirtualClock clock)
    {
        var limiter = new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
        {
            PermitLimit = Limit.PermitLimit,
            Window = RealSegment * Segments,
            SegmentsPerWindow = Segments,
            QueueLimit = int.MaxValue,
            AutoReplenishment = false,
        });
        CheckThatOneCallIsOneSegment();
        var last = Stopwatch.GetTimestamp();
        clock.Every(Limit.Window / Segments, () => last = NextSegment(limiter, last));
        return limiter;
    }

    private static long NextSegment(SlidingWindowRateLimiter limiter, long last)
    {
        while (Stopwatch.GetElapsedTime(last) <= RealSegment)
        {
        }

        limiter.TryReplenish();
        return Stopwatch.GetTimestamp();
    }

    private static void CheckThatOneCallIsOneSegment()
    {
        using var limiter = new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
        {
            PermitLimit = 1,
            Window = RealSegment * Segments,
            SegmentsPerWindow = Segments,
            AutoReplenishment = false,
        });
        var last = Stopwatch.GetTimestamp();
        limiter.AttemptAcquire();
        var calls = 0;
        while (limiter.GetStatistics()!.CurrentAvailablePermits == 0 && calls <= Segments)
        {
            last = NextSegment(limiter, last);
            calls++;
        }

        if (calls != Segments)
        {
            throw new InvalidOperationException($"A permit came back after {calls} segments of {Segments}: the comparison would not be fair.");
        }
    }
}
