using System.Diagnostics;
using System.Threading.RateLimiting;
using Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

namespace Optimove.Attributes.Client.Benchmarks.Limiter;

/// <summary>Both limiters as they are used, on the machine's clock, with everything twenty times faster: 50 in 0.5 s, answers after 2.5 to 30 ms.</summary>
internal static class RealTimeComparison
{
    private const int Callers = 100;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);
    private static readonly RateLimit Limit = new(50, TimeSpan.FromSeconds(0.5));

    public static async Task RunAsync()
    {
        ReportTable.Header();
        using var ours = new OptimoveRateLimiter([Limit]);
        ReportTable.Row("2.5 to 30 ms", nameof(OptimoveRateLimiter), await SendAsync(ours), Limit);

        using var theirs = new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
        {
            PermitLimit = Limit.PermitLimit,
            Window = Limit.Window,
            SegmentsPerWindow = 10,
            QueueLimit = int.MaxValue,
        });
        ReportTable.Row("2.5 to 30 ms", nameof(SlidingWindowRateLimiter), await SendAsync(theirs), Limit);
    }

    private static async Task<TrafficReport> SendAsync(RateLimiter limiter)
    {
        var server = new ServerLog(Limit);
        var start = Stopwatch.GetTimestamp();
        var (requests, refused, answerTimes) = (0, 0, TimeSpan.Zero);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(seed => Task.Run(() => CallAsync(new Random(seed)))));
        return new TrafficReport(requests, refused, Stopwatch.GetElapsedTime(start), answerTimes / requests);

        async Task CallAsync(Random random)
        {
            while (Stopwatch.GetElapsedTime(start) < Length)
            {
                using var lease = await limiter.AcquireAsync();
                var sent = Stopwatch.GetTimestamp();
                var takes = TimeSpan.FromMilliseconds(2.5 + (random.NextDouble() * 27.5));
                var seenAfter = takes * random.NextDouble();
                await Task.Delay(seenAfter);
                bool admitted;
                lock (server)
                {
                    admitted = server.TrySee(Stopwatch.GetElapsedTime(start));
                }

                await Task.Delay(takes - seenAfter);
                lock (server)
                {
                    requests++;
                    refused += admitted ? 0 : 1;
                    answerTimes += Stopwatch.GetElapsedTime(sent);
                }
            }
        }
    }
}
