using System.Globalization;
using System.Text;
using System.Text.Json;
using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Console.Tests;

/// <summary>Imports to a simulator over HTTP, whose state is looked at afterwards.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions { AcceptUnknownCustomers = true, CreationDelay = TimeSpan.FromMilliseconds(50) });

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _simulator.DisposeAsync().AsTask();

    [Fact]
    public async Task Import_TelcoShapedFile_PutsEveryCellOnTheServer()
    {
        var rows = TelcoCsv.CreateRows(1500);
        using var file = new TemporaryFile(TelcoCsv.Write(rows));

        var run = await RunAsync("import", file.Path, "--id", "customerID", "--create", "--json");

        Assert.Equal(0, run.ExitCode);
        var cells = rows.SelectMany(row => row.Skip(1).Select((cell, index) => (Id: row[0], Name: $"Column{index + 1}", Cell: cell)));
        var expected = cells.Where(cell => cell.Cell != " ").ToDictionary(cell => (cell.Id, cell.Name), cell => cell.Cell);
        var actual = _simulator.Customers
            .SelectMany(customer => customer.Value.Select(value => (Id: customer.Key, Name: value.Key, value.Value)))
            .ToDictionary(value => (value.Id, value.Name), value => value.Value!);
        Assert.Equal(1500, _simulator.Customers.Count);
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected, pair => Assert.Equal(pair.Value, actual[pair.Key]));
        Assert.Equal((1500, expected.Count, 4, 0, expected.Count, 0, 0, 0), Counts(run.Json));
        Assert.Equal(1500, run.Json.GetProperty("rows").GetInt32());
        Assert.Equal(
            ["NVARCHAR(30)", "INT", "DATE", "NVARCHAR(10)", "DECIMAL(19,4)"],
            _simulator.Attributes.Take(5).Select(attribute => attribute.Type));
    }

    [Fact]
    public async Task Import_MapWithoutCreate_SendsToTheNamedAttributes()
    {
        _simulator.AddAttribute("VIP_LEVEL", "NVARCHAR(20)");
        _simulator.AddAttribute("SCORE", "INT");
        using var file = new TemporaryFile("level;kunde;points;SCORE2\nGold;1;7;x\n");

        var run = await RunAsync("import", file.Path, "--id", "kunde", "--map", "level=VIP_LEVEL", "points=SCORE", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("Gold", "7"), (_simulator.GetValue("1", "VIP_LEVEL"), _simulator.GetValue("1", "SCORE")));
        Assert.Equal("SCORE2", Assert.Single(Assert.Single(_simulator.UpdateOutcomes).Errors).RealFieldName);
        Assert.Equal((1, 3, 1, 0, 3, 0, 0, 0), Counts(run.Json));
    }

    [Fact]
    public async Task Import_CreateWithListedNames_CreatesOnlyWhatIsMissing()
    {
        _simulator.AddAttribute("LEVEL", "NVARCHAR(20)");
        using var file = new TemporaryFile("id,level,points,empty\n1,Gold,7,\n");

        var run = await RunAsync("import", file.Path, "--id", "id", "--create", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["LEVEL", "points"], _simulator.Attributes.Select(attribute => attribute.RealFieldName));
        var created = Assert.Single(run.Json.GetProperty("created").EnumerateArray());
        Assert.Equal(("points", "INT"), (created.GetProperty("realFieldName").GetString(), created.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Import_ClearBlanks_TakesTheValueAway()
    {
        _simulator.AddAttribute("LEVEL", "NVARCHAR(20)");
        _simulator.SetValue("1", "LEVEL", "Gold");
        _simulator.SetValue("2", "LEVEL", "Gold");
        using var file = new TemporaryFile("id,LEVEL\n1, \n");

        var run = await RunAsync("import", file.Path, "--id", "id", "--clear-blanks", "--json");

        Assert.Equal((1, 1, 1, 0, 1, 0, 0, 0), Counts(run.Json));
        Assert.Null(_simulator.GetValue("1", "LEVEL"));
        Assert.Equal("Gold", _simulator.GetValue("2", "LEVEL"));
    }

    [Fact]
    public async Task Import_IdThatComesAgainFarBelow_EndsWithTheLaterRow()
    {
        _simulator.AddAttribute("N", "INT");
        var csv = new StringBuilder("id,N\n");
        for (var i = 0; i < 2500; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"c{i % 1200},{i}\n");
        }

        using var file = new TemporaryFile(csv.ToString());

        var run = await RunAsync("import", file.Path, "--id", "id", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1200, run.Json.GetProperty("customers").GetInt32());
        Assert.Equal(2500, run.Json.GetProperty("accepted").GetInt32());
        Assert.Equal(("2400", "2499", "1300", "2399"), (Value("c0"), Value("c99"), Value("c100"), Value("c1199")));

        string? Value(string id) => _simulator.GetValue(id, "N");
    }

    [Fact]
    public async Task Import_HeaderOnly_SendsNothingAndIsDone()
    {
        using var file = new TemporaryFile("id,a\n");

        var run = await RunAsync("import", file.Path, "--id", "id", "--create", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal((0, 0, 0, 0, 0, 0, 0, 0), Counts(run.Json));
        Assert.Empty(_simulator.Attributes);
    }

    [Fact]
    public async Task Import_FaultInTheLastLine_SendsNothing()
    {
        using var file = new TemporaryFile("id,a\n" + string.Concat(Enumerable.Range(0, 3000).Select(static i => $"{i},x\n")) + ",y\n");

        var run = await RunAsync("import", file.Path, "--id", "id", "--create", "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("line 3002, column id: the id is blank", run.Json.GetProperty("error").GetProperty("details")[0].GetString());
        Assert.Empty(_simulator.Requests);
    }

    [Fact]
    public async Task Import_WrongKey_EndsIn3AfterOneCall()
    {
        using var file = new TemporaryFile("id,a\n" + string.Concat(Enumerable.Range(0, 1500).Select(static i => $"{i},x\n")));

        var run = await ProgramRun.OnAsync(_simulator.BaseAddress, "wrong-key", "import", file.Path, "--id", "id", "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal((1500, 1500, 1, 0, 0, 1000, 0, 500), Counts(run.Json));
        Assert.Equal(401, Assert.Single(_simulator.Requests).StatusCode);
    }

    [Fact]
    public async Task Import_WrongKeyWithCreate_EndsIn3AndNothingIsSent()
    {
        using var file = new TemporaryFile("id,a\n1,x\n");

        var run = await ProgramRun.OnAsync(_simulator.BaseAddress, "wrong-key", "import", file.Path, "--id", "id", "--create", "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal((1, 1, 0, 0, 0, 0, 0, 1), Counts(run.Json));
        Assert.Equal("authentication", run.ErrorKind());
    }

    [Fact]
    public async Task Import_Stopped_EndsIn130AndTheCountsAddUp()
    {
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"{i},x\n"));
        using var file = new TemporaryFile("id,a\n" + rows);
        using var stop = new CancellationTokenSource();
        var import = ProgramRun.RunAsync(
            ProgramRun.Environment(_simulator.BaseAddress.ToString(), _simulator.ApiKey), ["import", file.Path, "--id", "id", "--json"], stop.Token);
        Assert.True(SpinWait.SpinUntil(() => _simulator.Requests.Count >= 2, TimeSpan.FromSeconds(30)));
        await stop.CancelAsync();

        var run = await import;

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("cancelled", run.ErrorKind());
        var (_, values, calls, confirmed, accepted, rejected, unconfirmed, notSent) = Counts(run.Json);
        Assert.Equal(20_000, values);
        Assert.Equal(20_000, confirmed + accepted + rejected + unconfirmed + notSent);
        Assert.InRange(calls, 2, 19);
        Assert.InRange(accepted, 1000, 19_000);
        Assert.InRange(notSent, 1000, 19_000);
    }

    [Fact]
    public async Task Import_StoppedBefore_SendsNothing()
    {
        using var file = new TemporaryFile("id,a\n1,x\n");

        var run = await ProgramRun.RunAsync(
            ProgramRun.Environment(_simulator.BaseAddress.ToString(), _simulator.ApiKey),
            ["import", file.Path, "--id", "id", "--json"],
            new CancellationToken(canceled: true));

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("cancelled", run.ErrorKind());
        Assert.Empty(_simulator.Requests);
    }

    [Fact]
    public async Task Import_Human_TellsEachStepInPlainLines()
    {
        using var file = new TemporaryFile("id,a[b]\n1,x\n1,y\n");

        var run = await RunAsync("import", file.Path, "--id", "id", "--create");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Checked: 2 rows, 1 customer, 2 values.", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("Attribute a[b], NVARCHAR(10): accepted.", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("Call 1: 1 customer, 2 values: accepted.", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("2 values in 1 call.", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("1 value gave way to a newer one", run.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Stdout, StringComparison.Ordinal);
    }

    private static (int Customers, int Values, int Calls, int Confirmed, int Accepted, int Rejected, int Unconfirmed, int NotSent) Counts(JsonElement json)
    {
        return (Of("customers"), Of("values"), Of("calls"), Of("confirmed"), Of("accepted"), Of("rejected"), Of("unconfirmed"), Of("notSent"));

        int Of(string name) => json.GetProperty(name).GetInt32();
    }

    private Task<ProgramRun> RunAsync(params IReadOnlyList<string> args) => ProgramRun.OnAsync(_simulator.BaseAddress, _simulator.ApiKey, args);
}
