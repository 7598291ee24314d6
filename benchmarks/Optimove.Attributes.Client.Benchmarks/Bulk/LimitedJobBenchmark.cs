using System.Diagnostics;
using System.Threading.RateLimiting;
using Optimove.Attributes.Client.Benchmarks.Server;

namespace Optimove.Attributes.Client.Benchmarks.Bulk;

/// <summary>
/// A hundred full batches against a server with the exact limit, 50 requests in any 10 seconds, whose answers take 20 ms. Each job has a server and a client of its own, which have had a few calls and
/// then rested for a window, so that neither side compiles code or opens connections in the measured time.
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
            byHand = await MeasureAsync("by hand, a window from each answer", static address => new ByHand(address));
            var bulk = await MeasureAsync("BulkUpdater", static address => new Bulk(address, static _ => { }), byHand);
            toLeast.Add(bulk / LeastSeconds);
            toByHand.Add(bulk / byHand.Value);
        }

        for (var round = 0; round < rounds / 2; round++)
        {
            await MeasureAsync("with SlidingWindowRateLimiter", static address => new Bulk(address, static options => options.RateLimiter = new SlidingWindowRateLimiter(new()
            {
                PermitLimit = 50,
                Window = Window,
                SegmentsPerWindow = 10,
                QueueLimit = int.MaxValue,
            })), byHand);
        }

        Console.WriteLine($"{"BulkUpdater, median",-36} {"",7} {Rounds.Median(toLeast),11:F3} {Rounds.Median(toByHand),11:F3}");
        await MeasureAsync("one call, a pause of 2 s, the next", static address => new WithPauses(address), byHand, warmUpBatches: 1);
    }

    private static async Task<double> MeasureAsync(string name, Func<Uri, IJob> create, double? byHand = null, int warmUpBatches = WarmUpBatches)
    {
        using var server = ServerProcess.Start("--delay", "20", "--limit");
        await using var job = create(server.Address);
        await job.SendAsync(warmUpBatches);
        await Task.Delay(Window + TimeSpan.FromSeconds(1));

        var (requestsBefore, refusedBefore) = await server.CountAsync();
        var start = Stopwatch.GetTimestamp();
        await job.SendAsync(Batches);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (requests, refused) = await server.CountAsync();
        Console.WriteLine($"{name,-36} {seconds,7:F2} {seconds / LeastSeconds,11:F3} {seconds / (byHand ?? seconds),11:F3} {requests - requestsBefore,9} {refused - refusedBefore,8}");
        return seconds;
    }

    private interface IJob : IAsyncDisposable
    {
        Task SendAsync(int batches);
    }

    private sealed class Bulk(Uri address, Action<OptimoveAttributesOptions> configure) : IJob
    {
        private readonly OptimoveAttributesClient _client = Clients.Create(address, configure);

        public async Task SendAsync(int batches) => ThroughputBenchmark.Check(await _client.UpdateManyAsync(Source.Updates(batches * 1000)));

        public ValueTask DisposeAsync() => _client.DisposeAsync();
    }

    /// <summary>All calls at once, each with a permit that comes back a window after the answer: no retries, no order, no count of what became of what.</summary>
    private sealed class ByHand(Uri address) : IJob
    {
        private readonly RawCalls _calls = new(address);
        private readonly SemaphoreSlim _permits = new(50);

        public Task SendAsync(int batches) => Parallel.ForEachAsync(Source.Customers(batches * 1000).Chunk(1000), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (batch, cancellationToken) =>
        {
            await _permits.WaitAsync(cancellationToken);
            await _calls.SendAsync(batch);
            _ = Task.Delay(Window, cancellationToken).ContinueWith(_ => _permits.Release(), TaskScheduler.Default);
        });

        // The permits that come back later release the semaphore: it is left to the collector.
        public ValueTask DisposeAsync()
        {
            _calls.Dispose();
            return default;
        }
    }

    private sealed class WithPauses(Uri address) : IJob
    {
        private readonly RawCalls _calls = new(address);

        public async Task SendAsync(int batches)
        {
            var number = 0;
            await foreach (var batch in Source.Customers(batches * 1000).Chunk(1000))
            {
                await Task.Delay(TimeSpan.FromSeconds(number++ == 0 ? 0 : 2));
                await _calls.SendAsync(batch);
            }
        }

        public ValueTask DisposeAsync()
        {
            _calls.Dispose();
            return default;
        }
    }
}
