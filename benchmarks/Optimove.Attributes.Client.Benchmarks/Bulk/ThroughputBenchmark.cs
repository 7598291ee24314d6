using Optimove.Attributes.Client.Benchmarks.Server;

namespace Optimove.Attributes.Client.Benchmarks.Bulk;

/// <summary>A million customers with ten values each, the limiter out of the way, beside a loop written by hand with as many calls in flight.</summary>
internal static class ThroughputBenchmark
{
    private const int Customers = 1_000_000;
    public const int InFlight = 8;

    public static async Task RunAsync(int rounds)
    {
        using var server = ServerProcess.Start();
        using var raw = new RawCalls(server.Address);
        await using var client = Clients.WithoutLimit(server.Address);
        var options = new BulkUpdateOptions { MaxConcurrentCalls = InFlight };

        await Rounds.RunAsync(
            rounds,
            work: 1,
            ("tight loop, of CustomerUpdate", () => TightLoop.SendAsync(Source.Updates(Customers), InFlight, raw.SendAsync)),
            ("tight loop, of a record of its own", () => TightLoop.SendAsync(Source.Customers(Customers), InFlight, raw.SendAsync)),
            ("BulkUpdater", async () => Check(await client.UpdateManyAsync(Source.Updates(Customers), options: options))));
    }

    public static void Check(BulkUpdateReport report)
    {
        if (!report.IsDelivered)
        {
            throw new InvalidOperationException($"Not all was delivered: {report.Counts}", report.EndedBy);
        }
    }
}
