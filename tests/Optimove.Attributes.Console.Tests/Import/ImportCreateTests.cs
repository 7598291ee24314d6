using System.Text;
using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Console.Tests;

public sealed class ImportCreateTests
{
    [Fact]
    public async Task RunAsync_CatalogNeverListsTheNewName_SendsNothingAfterTwoMinutes()
    {
        // The tenant's slots are used up, so the Add is accepted and comes to nothing.
        await using var simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions { AcceptUnknownCustomers = true, MaxApiAttributes = 0 });
        var clock = new SkippingClock();
        var options = new OptimoveAttributesOptions
        {
            BaseAddress = simulator.BaseAddress,
            ApiKey = simulator.ApiKey,

            // On a clock that skips every wait, an attempt that may time out would.
            AttemptTimeout = TimeSpan.FromDays(1),
            TotalTimeout = TimeSpan.FromDays(1),
        };
        await using var client = OptimoveAttributesClient.Create(options, clock);
        using var file = new CsvFile(new MemoryStream(Encoding.UTF8.GetBytes("id,a\n1,x\n")));
        var request = new ImportRequest { IdColumn = "id", Create = true };
        var scan = await ImportScan.ReadAsync(file, request, CancellationToken.None);

        var report = await new Importer(client).RunAsync(file, request, scan, new SilentProgress(), CancellationToken.None);

        var failure = Assert.Single(report.Delivery.Failures);
        Assert.Equal(("notListed", "a"), (failure.Kind, Assert.Single(failure.Details)));
        Assert.Equal(ExitCode.NotAllDelivered, report.Delivery.ExitCode);
        Assert.Equal((0, 1), (report.Delivery.Calls, report.Delivery.Counts.NotSent));
        Assert.InRange(clock.Passed, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2.2));
        Assert.Empty(simulator.Customers);
    }

    [Fact]
    public async Task RunAsync_MoreColumnsThanTheApiMayCreate_CreatesNone()
    {
        await using var simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions { AcceptUnknownCustomers = true });
        var options = new OptimoveAttributesOptions { BaseAddress = simulator.BaseAddress, ApiKey = simulator.ApiKey };
        await using var client = OptimoveAttributesClient.Create(options);
        var header = string.Join(',', Enumerable.Range(0, 41).Select(i => $"C{i}"));
        var row = string.Join(',', Enumerable.Repeat("x", 41));
        using var file = new CsvFile(new MemoryStream(Encoding.UTF8.GetBytes($"id,{header}\n1,{row}\n")));
        var request = new ImportRequest { IdColumn = "id", Create = true };
        var scan = await ImportScan.ReadAsync(file, request, CancellationToken.None);

        var report = await new Importer(client).RunAsync(file, request, scan, new SilentProgress(), CancellationToken.None);

        Assert.Equal("cap", Assert.Single(report.Delivery.Failures).Kind);
        Assert.Equal(ExitCode.BadInput, report.Delivery.ExitCode);
        Assert.Equal(41, report.Delivery.Counts.NotSent);
        Assert.Empty(simulator.Attributes);
        Assert.Empty(simulator.Customers);
    }
}
