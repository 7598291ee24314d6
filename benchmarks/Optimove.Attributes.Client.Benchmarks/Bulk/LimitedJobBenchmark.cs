using System.Diagnostics;
using System.Threading.RateLimiting;
using Optimove.Attributes.Client.Benchmarks.Server;

namespace Optimove.Attributes.Client.Benchmarks.Bulk;

/// <summary>
/// A hundred full batches against a server with the exact limit, 50 requests in any 10 seconds, whose answers take 20 ms. Each job meets a server of its own that has answered a few calls and
/// then rested for a window, so that neither side compiles code in the measured time.
/// </summary>
internal static class LimitedJobBenchmark
{
    private const int Batches = 100;
    private const int WarmUpBatches = 40;
    private const int DelayMilliseconds = 20;

    // 50 calls at once, a window from their answers on, 50 calls more.
    private const double LeastSeconds = 10 + (2 * DelayMilliseconds / 1000.0);

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(int rounds)
    {
        Console.WriteLine($"{"",-36} {"s",7} {$"to {LeastSeconds:F2} s",11} {"to by hand",11} {"requests",9} {"refused",8}");
        var (toLeast, toByHand) = (new List<double>(), new List<double>());
        double? byHand = null;
        for (var round = 0; round < rounds; round++)
        {
            byHand = await MeasureAsync("by hand, a window from each answer", SendByHandAsync);
            var bulk = await MeasureAsync("BulkUpdater", static (address, batches) => SendAsync(address, batches, static _ => { }), byHand);
            await MeasureAsync("with SlidingWindowRateLimiter", static (address, batches) => SendAsync(address, batches, static options => options.RateLimiter = new SlidingWindowRateLimiter(new()
            {
                PermitLimit = 50,
                Window = Window,
                SegmentsPerWindow = 10,
                QueueLimit = int.MaxValue,
            })), byHand);
            toLeast.Add(bulk / LeastSeconds);
            toByHand.Add(bulk / byHand.Value);
        }

        Console.WriteLine($"{"BulkUpdater, median",-36} {"",7} {Rounds.Median(toLeast),11:F3} {Rounds.Median(toByHand),11:F3}");
        await MeasureAsync("one call, a pause of 2 s, the next", SendWithPausesAsync, byHand, warmUpBatches: 1);
    }

    private static async Task<double> MeasureAsync(string name, Func<Uri, int, Task> job, double? byHand = null, int warmUpBatches = WarmUpBatches)
    {
        using var server = ServerProcess.Start("--delay", "20", "--limit");
        await job(server.Address, warmUpBatches);
        await Task.Delay(Window + TimeSpan.FromSeconds(1));

        var (requestsBefore, refusedBefore) = await server.CountAsync();
        var start = Stopwatch.GetTimestamp();
        await job(server.Address, Batches);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (requests, refused) = await server.CountAsync();
        Console.WriteLine($"{name,-36} {seconds,7:F2} {seconds / LeastSeconds,11:F3} {seconds / (byHand ?? seconds),11:F3} {requests - requestsBefore,9} {refused - refusedBefore,8}");
        return seconds;
    }

    private static async Task SendAsync(Uri address, int batches, Action<OptimoveAttributesOptions> configure)
    {
        await using var client = Clients.Create(address, configure);
        ThroughputBenchmark.Check(await client.UpdateManyAsync(Source.Updates(batches * 1000)));
    }

    /// <summary>All calls at once, each with a permit that comes back a window after the answer: no retries, no order, no count of what became of what.</summary>
    private static async Task SendByHandAsync(Uri address, int batches)
    {
        using var calls = new RawCalls(address);
        using var permits = new SemaphoreSlim(50);
        await Parallel.ForEachAsync(Source.Customers(batches * 1000).Chunk(1000), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (batch, cancellationToken) =>
        {
            await permits.WaitAsync(cancellationToken);
            await calls.SendAsync(batch);
            _ = Task.Delay(Window, cancellationToken).ContinueWith(_ => permits.Release(), TaskScheduler.Default);
        });
    }

    private static async Task SendWithPausesAsync(Uri address, int batches)
    {
        using var calls = new RawCalls(address);
        var number = 0;
        await foreach (var batch in Source.Customers(batches * 1000).Chunk(1000))
        {
            await Task.Delay(TimeSpan.FromSeconds(number++ == 0 ? 0 : 2));
            await calls.SendAsync(batch);
        }
    }
}
