using System.Net;
using System.Text;

namespace Optimove.Attributes.Console.Tests;

/// <summary>Two customers a call and three attributes: six customers make three calls of six values.</summary>
public sealed class ImporterTests
{
    private const string Csv = "id,A,B,C\n1,a1,b1,c1\n2,a2,b2,c2\n3,a3,b3,c3\n4,a4,b4,c4\n5,a5,b5,c5\n6,a6,b6,c6\n";

    [Fact]
    public async Task RunAsync_AllAccepted_SendsEveryCellOnce()
    {
        var client = new ScriptedClient();

        var report = await RunAsync(client, Csv);

        Assert.Equal((18, 3, 18, 0, 0, 0, 0), Counts(report));
        Assert.Equal(ExitCode.Done, report.ExitCode);
        Assert.Equal(["1", "2", "3", "4", "5", "6"], client.Calls.SelectMany(call => call).Select(update => update.CustomerId));
        Assert.Equal("b4", client.Calls[1].Last()["B"].ToString());
    }

    [Fact]
    public async Task RunAsync_OneCallRefusedForWhatItHolds_GoesOn()
    {
        var report = await RunAsync(new ScriptedClient(null, new OptimoveApiException("no", HttpStatusCode.BadRequest)), Csv);

        Assert.Equal((18, 3, 12, 6, 0, 0, 1), Counts(report));
        Assert.Equal(ExitCode.NotAllDelivered, report.ExitCode);
    }

    [Fact]
    public async Task RunAsync_ThreeRefusedInARow_Stops()
    {
        var refusal = new OptimoveApiException("no", HttpStatusCode.BadRequest);

        var report = await RunAsync(new ScriptedClient(refusal, refusal, refusal), Csv + "7,a,b,c\n8,a,b,c\n");

        Assert.Equal((24, 3, 0, 18, 0, 6, 3), Counts(report));
    }

    [Fact]
    public async Task RunAsync_KeyRefused_StopsAtOnce()
    {
        var report = await RunAsync(new ScriptedClient(null, new OptimoveAuthorizationException("no")), Csv);

        Assert.Equal((18, 2, 6, 6, 0, 6, 1), Counts(report));
        Assert.Equal(ExitCode.KeyRefused, report.ExitCode);
    }

    [Fact]
    public async Task RunAsync_ServerFails_Stops()
    {
        var report = await RunAsync(new ScriptedClient(null, new OptimoveApiException("no", HttpStatusCode.ServiceUnavailable)), Csv);

        Assert.Equal((18, 2, 6, 0, 6, 6, 1), Counts(report));
        Assert.Equal(ExitCode.NotAllDelivered, report.ExitCode);
    }

    [Fact]
    public async Task RunAsync_NoAnswer_StopsAndCallsTheValuesUnconfirmed()
    {
        var report = await RunAsync(new ScriptedClient(null, new OptimoveTimeoutException("late") { MayHaveArrived = true }), Csv);

        Assert.Equal((18, 2, 6, 0, 6, 6, 1), Counts(report));
        Assert.Equal(ExitCode.NoAnswer, report.ExitCode);
    }

    [Fact]
    public async Task RunAsync_NoConnection_StopsAndCallsTheValuesNotSent()
    {
        var report = await RunAsync(new ScriptedClient(null, new OptimoveTransportException("refused")), Csv);

        Assert.Equal((18, 2, 6, 0, 0, 12, 1), Counts(report));
        Assert.Equal(ExitCode.NoAnswer, report.ExitCode);
    }

    [Fact]
    public async Task RunAsync_RateLimited_StopsAndCallsTheValuesNotSent()
    {
        var report = await RunAsync(new ScriptedClient(null, new OptimoveRateLimitedException("wait", TimeSpan.FromHours(20))), Csv);

        Assert.Equal((18, 2, 6, 0, 0, 12, 1), Counts(report));
        Assert.Equal(ExitCode.NotAllDelivered, report.ExitCode);
        Assert.Equal(72000, Assert.Single(report.Failures).RetryAfterSeconds);
    }

    [Fact]
    public async Task RunAsync_CancelledDuringACall_CallsItsValuesUnconfirmedAndTheRestNotSent()
    {
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var client = new ScriptedClient
        {
            OnCall = () =>
            {
                if (++calls == 2)
                {
                    stop.Cancel();
                }
            },
        };

        var report = await RunAsync(client, Csv, cancellationToken: stop.Token);

        Assert.Equal((18, 2, 6, 0, 6, 6, 1), Counts(report));
        Assert.Equal(ExitCode.Cancelled, report.ExitCode);
    }

    [Fact]
    public async Task RunAsync_IdThatComesAgainInALaterCall_IsSentInTheOrderOfTheFile()
    {
        var client = new ScriptedClient();

        var report = await RunAsync(client, "id,A\n1,old\n2,x\n3,y\n1,new\n");

        Assert.Equal(["old", "new"], client.Calls.SelectMany(call => call).Where(update => update.CustomerId == "1").Select(update => update["A"].ToString()));
        Assert.Equal((4, 2, 4, 0, 0, 0, 0), Counts(report));
        Assert.Equal(3, report.Scan.Customers);
        Assert.Equal(0, report.Replaced);
    }

    [Fact]
    public async Task RunAsync_IdThatComesAgainWithinACall_SendsTheLaterRow()
    {
        var client = new ScriptedClient();

        var report = await RunAsync(client, "id,A,B\n1,old,b\n1,new,\n");

        var update = Assert.Single(Assert.Single(client.Calls));
        Assert.Equal("new", update["A"].ToString());
        Assert.Equal("b", update["B"].ToString());
        Assert.Equal((3, 1, 3, 0, 0, 0, 0), Counts(report));
        Assert.Equal(1, report.Replaced);
    }

    [Fact]
    public async Task RunAsync_BlankCells_AreLeftOut()
    {
        var client = new ScriptedClient();

        var report = await RunAsync(client, "id,A,B\n1,,b\n2, ,\t\n");

        Assert.Equal("B", Assert.Single(Assert.Single(Assert.Single(client.Calls)).Attributes).Key);
        Assert.Equal((1, 1, 1, 0, 0, 0, 0), Counts(report));
        Assert.Equal((2, 1), (report.Scan.Rows, report.Scan.Customers));
    }

    [Fact]
    public async Task RunAsync_ClearBlanks_ClearsThem()
    {
        var client = new ScriptedClient();

        var report = await RunAsync(client, "id,A,B\n1,,b\n", new ImportRequest { IdColumn = "id", ClearBlanks = true });

        Assert.Equal(AttributeValue.Clear, Assert.Single(Assert.Single(client.Calls))["A"]);
        Assert.Equal((2, 1, 2, 0, 0, 0, 0), Counts(report));
    }

    [Theory]
    [InlineData("id,A,B,C\n1,a1,b1,c1\n2,a2,b2,c2\n3,a3,b3,c3\n4,a4,b4,c4\n", 12, ExitCode.NotAllDelivered)]
    [InlineData("id,A,B,C\n1,a1,b1,c1\n2,a2,b2,c2\n,a3,b3,c3\n4,a4,b4,c4\n5,a5,b5,c5\n6,a6,b6,c6\n", 0, ExitCode.BadInput)]
    [InlineData(Csv + "7,a7,b7,c7\n", 18, ExitCode.NotAllDelivered)]
    public async Task RunAsync_FileChangedSinceTheCheck_SaysSoAndTheCountsAddUp(string changed, long mostAccepted, int exitCode)
    {
        var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes(Csv));
        using var file = new CsvFile(stream);
        var request = new ImportRequest { IdColumn = "id" };
        var scan = await ImportScan.ReadAsync(file, request, CancellationToken.None);
        stream.SetLength(0);
        stream.Write(Encoding.UTF8.GetBytes(changed));

        var report = await Importer(new ScriptedClient()).RunAsync(file, request, scan, new SilentProgress(), CancellationToken.None);

        var counts = report.Counts;
        Assert.Equal("fileChanged", Assert.Single(report.Failures).Kind);
        Assert.Equal(exitCode, report.ExitCode);
        Assert.InRange(counts.Accepted, 0, mostAccepted);
        Assert.Equal(18, counts.Accepted + counts.NotSent);
    }

    private static Importer Importer(ScriptedClient client) => new(client, new OptimoveAttributesOptions { MaxCustomersPerCall = 2 });

    private static async Task<ImportReport> RunAsync(
        ScriptedClient client, string csv, ImportRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new ImportRequest { IdColumn = "id" };
        using var file = new CsvFile(new MemoryStream(Encoding.UTF8.GetBytes(csv)));
        var scan = await ImportScan.ReadAsync(file, request, CancellationToken.None);
        return await Importer(client).RunAsync(file, request, scan, new SilentProgress(), cancellationToken);
    }

    /// <summary>Values, calls, accepted, rejected, unconfirmed, not sent, failures.</summary>
    private static (long, long, long, long, long, long, int) Counts(ImportReport report)
    {
        var counts = report.Counts;
        return (counts.Values, counts.Calls, counts.Accepted, counts.Rejected, counts.Unconfirmed, counts.NotSent, report.Failures.Count);
    }
}
