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
        Console.WriteLine($"{"peak in MiB",12} {$"1 x {Small:N0}",16} {$"{Large / Small} x {Small:N0}",16} {$"1 x {Large:N0}",16} {"to the first",13} {"to the second",14}");
        var (toOne, toMany) = (new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var one = await MeasureAsync(client, Small, times: 1);
            var many = await MeasureAsync(client, Small, Large / Small);
            var large = await MeasureAsync(client, Large, times: 1);
            toOne.Add(large / one);
            toMany.Add(large / many);
            Console.WriteLine($"{round,12} {one,16:F1} {many,16:F1} {large,16:F1} {large / one,13:F3} {large / many,14:F3}");
        }

        Console.WriteLine($"{"median",12} {"",16} {"",16} {"",16} {Rounds.Median(toOne),13:F3} {Rounds.Median(toMany),14:F3}");
        foreach (var count in new[] { Small, Large })
        {
            Console.WriteLine($"live, {count:N0} customers: {await MeasureLiveAsync(client, count):F1} MiB at the most");
        }
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
            Thread.Sleep(5);
        }

        return peak;
    }
}
