using Optimove.Attributes.Client.Benchmarks.Bulk;
using Optimove.Attributes.Client.Benchmarks.Server;
using Refit;

namespace Optimove.Attributes.Client.Benchmarks.UpdateCall;

/// <summary>An Update call of updates that are there already, to a server in another process.</summary>
internal static class UpdateCallBenchmark
{
    private const int RoundCount = 201;
    private const int CallsInATurn = 10;

    public static async Task RunAsync(int customerCount)
    {
        using var server = ServerProcess.Start();
        var customers = await Source.Customers(customerCount).ToListAsync();
        var updates = await Source.Updates(customerCount).ToListAsync();
        using var raw = new RawCalls(server.Address);
        await using var client = Clients.WithoutLimit(server.Address);
        using var plainHttp = new HttpClient { BaseAddress = server.Address };
        var plain = RestService.ForGenerated<IPlainApi>(plainHttp, new RefitSettings(new SystemTextJsonContentSerializer()));
        var records = CreateRecords(customers);

        await Rounds.RunAsync(
            RoundCount,
            CallsInATurn,
            ("HttpClient and Utf8JsonWriter", () => RepeatAsync(() => raw.SendAsync(customers))),
            ("the SDK", () => RepeatAsync(() => client.UpdateAttributesAsync(updates))),
            ("plain Refit, records made before", () => RepeatAsync(() => plain.UpdateAsync(records))),
            ("plain Refit, records for each call", () => RepeatAsync(() => plain.UpdateAsync(CreateRecords(customers)))));
    }

    private static PlainUpdate CreateRecords(List<RawCustomer> customers) =>
        new([.. customers.Select(static customer => new PlainCustomer(customer.Id, [.. customer.Attributes.Select(static pair => new PlainValue(pair.Key, pair.Value))]))]);

    private static async Task RepeatAsync(Func<Task> call)
    {
        for (var i = 0; i < CallsInATurn; i++)
        {
            await call();
        }
    }
}
