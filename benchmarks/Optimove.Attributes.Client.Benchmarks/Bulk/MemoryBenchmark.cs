using Optimove.Attributes.Client.Benchmarks.Server;

namespace Optimove.Attributes.Client.Benchmarks.Bulk;

/// <summary>
/// The peak of managed memory, garbage included, sampled while a run is under way. A peak of more samples is higher, so the small input is sent as often as makes the large one.
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
        Console.WriteLine($"{"peak in MiB",12} {$"{Large / Small} x {Small:N0}",16} {$"1 x {Large:N0}",16} {"ratio",8}");
        var ratios = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            var small = await MeasureAsync(client, Small, Large / Small);
            var large = await MeasureAsync(client, Large, times: 1);
            ratios.Add(large / small);
            Console.WriteLine($"{round,12} {small,16:F1} {large,16:F1} {large / small,8:F3}");
        }

        Console.WriteLine($"{"median",12} {"",16} {"",16} {ratios.Order().ElementAt(rounds / 2),8:F3}");
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
