using System.Net;
using System.Text;

namespace Optimove.Attributes.Console.Tests;

/// <summary>A client that is not the SDK's own takes calls of up to a thousand customers: 3,500 of them make four calls, the first of which leaves alone.</summary>
public sealed class ImporterTests
{
    private const int Customers = 3500;

    private static readonly string Csv = "id,A\n" + string.Concat(Enumerable.Range(0, Customers).Select(static number => FormattableString.Invariant($"{number},a{number}\n")));

    [Fact]
    public async Task RunAsync_AllAccepted_SendsEveryCellOnce()
    {
        var client = new ScriptedClient();

        var report = await RunAsync(client, Csv);

        Assert.Equal((4, new DeliveryCounts(0, Customers, 0, 0, 0), 0), Summary(report));
        Assert.Equal(ExitCode.Done, report.Delivery.ExitCode);
        var sent = client.Calls.SelectMany(static call => call).ToDictionary(static update => update.CustomerId, static update => Assert.Single(update.Attributes));
        Assert.Equal(Customers, sent.Count);
        Assert.All(sent, static pair => Assert.Equal(("A", "a" + pair.Key), (pair.Value.Key, pair.Value.Value.ToString())));
    }

    [Fact]
    public async Task RunAsync_KeyMayNotUpdate_StopsAtOnce()
    {
        var report = await RunAsync(new ScriptedClient(new OptimoveAuthorizationException("no")), Csv);

        Assert.Equal((1, new DeliveryCounts(0, 0, 1000, 0, 2500), 1), Summary(report));
        Assert.Equal(ExitCode.KeyRefused, report.Delivery.ExitCode);
    }

    [Fact]
    public void Delivery_OfManyFailures_NamesEachOnce_AndOneOfEachKind()
    {
        var delivery = new Delivery(100);
        for (var number = 0; number < 50; number++)
        {
            delivery.Note(new Failure(ExitCode.NotAllDelivered, "api", $"answered 400, {number / 2}"));
        }

        delivery.Note(Failure.Cancelled());

        Assert.Equal(FaultList.MostListed + 1, delivery.Failures.Count);
        Assert.Equal(["answered 400, 0", "answered 400, 1"], delivery.Failures.Take(2).Select(static failure => failure.Message));
        Assert.Equal(ExitCode.Cancelled, delivery.ExitCode);
    }

    [Fact]
    public void Delivery_CancelledAfterItsEnd_SaysBoth()
    {
        var delivery = new Delivery(100);

        delivery.Note(new OptimoveAuthorizationException("no"), new CancellationToken(canceled: true));

        Assert.Equal(["authorization", "cancelled"], delivery.Failures.Select(static failure => failure.Kind));
        Assert.Equal(ExitCode.Cancelled, delivery.ExitCode);
    }

    [Fact]
    public async Task RunAsync_ServerFailsForASecond_GoesOn()
    {
        var report = await RunAsync(new ScriptedClient(new OptimoveApiException("no", HttpStatusCode.ServiceUnavailable)), Csv);

        Assert.Equal((5, new DeliveryCounts(0, Customers, 0, 0, 0), 0), Summary(report));
        Assert.Equal(ExitCode.Done, report.Delivery.ExitCode);
    }

    [Fact]
    public async Task RunAsync_RateLimitedForLongerThanAnyoneWaits_StopsAndCallsTheValuesNotSent()
    {
        var report = await RunAsync(new ScriptedClient(new OptimoveRateLimitedException("wait", TimeSpan.FromHours(20))), Csv);

        Assert.Equal((1, new DeliveryCounts(0, 0, 0, 0, Customers), 1), Summary(report));
        Assert.Equal(ExitCode.NotAllDelivered, report.Delivery.ExitCode);
        Assert.Equal(72000, Assert.Single(report.Delivery.Failures).RetryAfterSeconds);
    }

    [Fact]
    public async Task RunAsync_CancelledDuringACall_CallsItsValuesUnconfirmedAndTheRestNotSent()
    {
        using var stop = new CancellationTokenSource();

        var report = await RunAsync(new ScriptedClient { OnCall = stop.Cancel }, Csv, cancellationToken: stop.Token);

        Assert.Equal((1, new DeliveryCounts(0, 0, 0, 1000, 2500), 1), Summary(report));
        Assert.Equal(ExitCode.Cancelled, report.Delivery.ExitCode);
    }

    [Fact]
    public async Task RunAsync_IdThatComesAgain_SendsTheLaterRow()
    {
        var client = new ScriptedClient();

        var report = await RunAsync(client, "id,A,B\n1,old,b\n2,x,\n1,new,\n");

        var update = Assert.Single(client.Calls).Single(static update => update.CustomerId == "1");
        Assert.Equal(("new", "b"), (update["A"].ToString(), update["B"].ToString()));
        Assert.Equal((1, new DeliveryCounts(0, 4, 0, 0, 0), 0), Summary(report));
        Assert.Equal(1, report.Delivery.Replaced);
    }

    [Fact]
    public async Task RunAsync_BlankCells_AreLeftOut()
    {
        var client = new ScriptedClient();

        var report = await RunAsync(client, "id,A,B\n1,,b\n2, ,\t\n");

        Assert.Equal("B", Assert.Single(Assert.Single(Assert.Single(client.Calls)).Attributes).Key);
        Assert.Equal((1, new DeliveryCounts(0, 1, 0, 0, 0), 0), Summary(report));
        Assert.Equal((2, 1), (report.Scan.Rows, report.Scan.Customers));
    }

    [Fact]
    public async Task RunAsync_ClearBlanks_ClearsThem()
    {
        var client = new ScriptedClient();

        var report = await RunAsync(client, "id,A,B\n1,,b\n", new ImportRequest { IdColumn = "id", ClearBlanks = true });

        Assert.Equal(AttributeValue.Clear, Assert.Single(Assert.Single(client.Calls))["A"]);
        Assert.Equal((1, new DeliveryCounts(0, 2, 0, 0, 0), 0), Summary(report));
    }

    [Fact]
    public async Task RunAsync_FileChangedBeforeAnythingLeft_SendsNothing()
    {
        var report = await RunChangedAsync("id,A\n1,a\n2,b\n", "id,A\n,a\n2,b\n");

        Assert.Equal((0, new DeliveryCounts(0, 0, 0, 0, 2), 1), Summary(report));
        Assert.Equal(ExitCode.BadInput, report.Delivery.ExitCode);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task RunAsync_FileHasOtherRowsThanWereChecked_SaysSoAndTheCountsAddUp(int more)
    {
        var changed = more > 0 ? Csv + "more,a\n" : Csv[..(Csv.TrimEnd().LastIndexOf('\n') + 1)];

        var report = await RunChangedAsync(Csv, changed);

        Assert.Equal(ExitCode.NotAllDelivered, report.Delivery.ExitCode);
        Assert.InRange(report.Delivery.Counts.Accepted, 1000, Customers);
        Assert.Equal(Customers, report.Delivery.Counts.Accepted + report.Delivery.Counts.NotSent);
    }

    private static async Task<ImportReport> RunChangedAsync(string before, string after)
    {
        var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes(before));
        using var file = new CsvFile(stream);
        var request = new ImportRequest { IdColumn = "id" };
        var scan = await ImportScan.ReadAsync(file, request, CancellationToken.None);
        stream.SetLength(0);
        stream.Write(Encoding.UTF8.GetBytes(after));

        var report = await new Importer(new ScriptedClient()).RunAsync(file, request, scan, new SilentProgress(), CancellationToken.None);

        Assert.Equal("fileChanged", Assert.Single(report.Delivery.Failures).Kind);
        return report;
    }

    private static async Task<ImportReport> RunAsync(
        ScriptedClient client, string csv, ImportRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new ImportRequest { IdColumn = "id" };
        using var file = new CsvFile(new MemoryStream(Encoding.UTF8.GetBytes(csv)));
        var scan = await ImportScan.ReadAsync(file, request, CancellationToken.None);
        return await new Importer(client).RunAsync(file, request, scan, new SilentProgress(), cancellationToken);
    }

    /// <summary>Calls, counts, failures.</summary>
    private static (long Calls, DeliveryCounts Counts, int Failures) Summary(ImportReport report) =>
        (report.Delivery.Calls, report.Delivery.Counts, report.Delivery.Failures.Count);
}
