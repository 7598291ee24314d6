using Optimove.Attributes.Client.Benchmarks.Server;

namespace Optimove.Attributes.Client.Benchmarks.Bulk;

/// <summary>
/// The peak of managed memory, garbage included, sampled while a run is under way. A peak of more samples is higher, so the small input is sent once, and as often as makes the large one. Then what is live: sampled after a
/// collection, on the way through an input.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Small = 100_000;
    private const int Large = 5_000_000;

    public static async Task RunAsync(int rounds)
    {
        using var server = ServerProcess.Start();
        await using var client = Clients.WithoutLimit(server.Address);
        await MeasureAsync(client, Small, Large / Small / 2);
        Console.WriteLine($"{"MiB",-8} {$"peak, 1 x {Small:N0}",20} {$"{Large / Small} x {Small:N0}",16} {$"1 x {Large:N0}",16}   {$"live, {Small:N0}",16} {$"{Large:N0}",12}");
        var (toOne, toMany, live) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var one = await MeasureAsync(client, Small, times: 1);
            var many = await MeasureAsync(client, Small, Large / Small);
            var large = await MeasureAsync(client, Large, times: 1);
            var (liveSmall, liveLarge) = (await MeasureLiveAsync(client, Small), await MeasureLiveAsync(client, Large));
            toOne.Add(large / one);
            toMany.Add(large / many);
            live.Add(liveLarge / liveSmall);
            Console.WriteLine($"{round,-8} {one,20:F1} {many,16:F1} {large,16:F1}   {liveSmall,16:F1} {liveLarge,12:F1}");
        }

        Console.WriteLine($"{"ratio",-8} {Rounds.Median(toOne),20:F3} {Rounds.Median(toMany),16:F3} {"",16}   {"",16} {Rounds.Median(live),12:F3}   of the large input to each, medians");
    }

    /// <summary>What is reachable, at fifty places of the input.</summary>
    private static async Task<double> MeasureLiveAsync(OptimoveAttributesClient client, int customers)
    {
        var peak = 0L;
        ThroughputBenchmark.Check(await client.UpdateManyAsync(ReadAsync(), options: new BulkUpdateOptions { MaxConcurrentCalls = ThroughputBenchmark.InFlight }));
        return peak / 1024.0 / 1024.0;

        async IAsyncEnumerable<CustomerUpdate> ReadAsync()
        {
            var number = 0;
            await foreach (var update in Source.Updates(customers))
            {
                if (++number % (customers / 50) == 0)
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
                }

                yield return update;
            }
        }
    }

    private static async Task<double> MeasureAsync(OptimoveAttributesClient client, int customers, int times)
    {
        GC.Collect();
        using var done = new CancellationTokenSource();
        var sampling = Task.Run(() => Sample(done.Token));
        for (var time = 0; time < times; time++)
        {
            ThroughputBenchmark.Check(await client.UpdateManyAsync(Source.Updates(customers), options: new BulkUpdateOptions { MaxConcurrentCalls = ThroughputBenchmark.InFlight }));
        }

        await done.CancelAsync();
        return await sampling / 1024.0 / 1024.0;
    }

    private static long Sample(CancellationToken done)
    {
        var peak = 0L;
        while (!done.IsCancellationRequested)
        {
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));

            // It keeps its thread: a wait that gives it back would go on only when the pool, busy with the run, has one.
            Thread.Sleep(5);
        }

        return peak;
    }
}
