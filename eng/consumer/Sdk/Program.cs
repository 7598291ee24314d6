using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Optimove.Attributes.Client;

// Sdk ADDRESS KEY        the first answer, as soon as it is there
// Sdk ADDRESS KEY all    all four calls, a bulk run and a buffer, by a client from a container that is configured by a section
var (address, key) = (args[0], args[1]);
if (args.Length == 2)
{
    await using var first = OptimoveAttributesClient.Create(new() { BaseAddress = new Uri(address), ApiKey = key });
    Console.WriteLine($"{(await first.ListAttributesAsync()).Count} attributes");
    return;
}

var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Optimove:BaseAddress"] = address,
    ["Optimove:ApiKey"] = key,
    ["Optimove:RateLimits:0:PermitLimit"] = "50",
    ["Optimove:RateLimits:0:Window"] = "00:00:10",
    ["Optimove:AttemptTimeout"] = "00:00:05",
}).Build();
await using var provider = new ServiceCollection().AddOptimoveAttributes(configuration.GetSection("Optimove")).Services.BuildServiceProvider();
var client = provider.GetRequiredService<IOptimoveAttributesClient>();
var added = await client.AddAttributeAsync(new AttributeDefinition("VIP_LEVEL", AttributeType.VarChar(10)) { DefaultValue = "Bronze" });
var updated = await client.UpdateAttributesAsync([new CustomerUpdate("a/b") { ["VIP_LEVEL"] = "Gold" }]);
var profile = await client.GetCustomerAttributesAsync("a/b");
var catalog = await client.ListAttributesAsync();
var report = await client.UpdateManyAsync(Enumerable.Range(0, 2500).Select(static number => new CustomerUpdate("c" + number) { ["VIP_LEVEL"] = "Gold" }));
var delivered = new Delivered();
await using (var buffer = new AttributeUpdateBuffer(client, delivered))
{
    await buffer.EnqueueAsync(new CustomerUpdate("a/b") { ["VIP_LEVEL"] = "Silver" });
    await buffer.FlushAsync();
}

Console.WriteLine(
    $"added {added.RealFieldName}, updated {updated.ValueCount}, read {profile.GetString("VIP_LEVEL")}, listed {catalog.Count}, sent {report.Counts.Accepted} in {report.Calls} calls, buffered {delivered.Values}");
try
{
    await client.UpdateAttributesAsync([new CustomerUpdate(" ") { ["VIP_LEVEL"] = "Gold" }]);
}
catch (OptimoveValidationException exception)
{
    Console.WriteLine(exception.Violations[0]);
}

internal sealed class Delivered : IBatchOutcomeHandler
{
    public long Values { get; private set; }

    public Task HandleAsync(BatchOutcome outcome, CancellationToken cancellationToken)
    {
        Values += outcome.Counts.Accepted;
        return Task.CompletedTask;
    }
}
