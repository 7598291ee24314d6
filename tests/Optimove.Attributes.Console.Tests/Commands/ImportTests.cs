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
        var rows = TelcoCsv.CreateRows(7043);
        using var file = new TemporaryFile(TelcoCsv.Write(rows));

        var run = await RunAsync("import", file.Path, "--id", "customerID", "--create", "--json");

        Assert.Equal(0, run.ExitCode);
        var cells = rows.SelectMany(row => row.Skip(1).Select((cell, index) => (Id: row[0], Name: $"Column{index + 1}", Cell: cell)));
        var expected = cells.Where(cell => cell.Cell != " ").ToDictionary(cell => (cell.Id, cell.Name), cell => cell.Cell);
        var actual = _simulator.Customers
            .SelectMany(customer => customer.Value.Select(value => (Id: customer.Key, Name: value.Key, value.Value)))
            .ToDictionary(value => (value.Id, value.Name), value => value.Value!);
        Assert.Equal(7043, _simulator.Customers.Count);
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected, pair => Assert.Equal(pair.Value, actual[pair.Key]));

        // 14,086 parts of at most ten values, as full as can be.
        Assert.Equal((7043, expected.Count, 15, expected.Count, 0, 0, 0, 0), Counts(run.Json));
        Assert.Equal(15, _simulator.Requests.Count(static request => request.Call == SimulatedCall.UpdateCustomerAttributes));
        Assert.Equal(7043, run.Json.GetProperty("rows").GetInt32());
        Assert.Equal(
            ["NVARCHAR(30)", "INT", "DATE", "NVARCHAR(10)", "DECIMAL(19,4)"],
            Enumerable.Range(1, 5).Select(number => _simulator.Attributes.Single(attribute => attribute.RealFieldName == $"Column{number}").Type));
    }

    [Fact]
    public async Task Import_MapWithoutCreate_SendsToTheNamedAttributes()
    {
        _simulator.AddAttribute("VIP_LEVEL", "NVARCHAR(20)");
        _simulator.AddAttribute("SCORE", "INT");
        using var file = new TemporaryFile("level;kunde;points;SCORE2\nGold;1;7;x\n");

        var run = await RunAsync("import", file.Path, "--id", "kunde", "--map", "level=VIP_LEVEL", "points=SCORE", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(("Gold", "7"), (_simulator.GetValue("1", "VIP_LEVEL"), _simulator.GetValue("1", "SCORE")));
        Assert.Equal("SCORE2", Assert.Single(Assert.Single(_simulator.UpdateOutcomes).Errors).RealFieldName);
        Assert.Equal((1, 3, 1, 2, 0, 1, 0, 0), Counts(run.Json));
        Assert.Equal("""{"INVALID_FIELD":1}""", JsonSerializer.Serialize(run.Json.GetProperty("rejectedByCode")));
        Assert.Equal("rejected", run.ErrorKind());
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

        Assert.Equal((1, 1, 1, 1, 0, 0, 0, 0), Counts(run.Json));
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
        Assert.Equal(2500, run.Json.GetProperty("confirmed").GetInt32());
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
    public async Task Import_WrongKey_EndsIn3BeforeAnyValueIsSent()
    {
        using var file = new TemporaryFile("id,a\n" + string.Concat(Enumerable.Range(0, 1500).Select(static i => $"{i},x\n")));

        var run = await ProgramRun.OnAsync(_simulator.BaseAddress, "wrong-key", "import", file.Path, "--id", "id", "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal((1500, 1500, 0, 0, 0, 0, 0, 1500), Counts(run.Json));
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
        _simulator.AddAttribute("a", "NVARCHAR(10)");
        _simulator.Inject(Fault.Delay(TimeSpan.FromHours(1)), FaultTrigger.Nth(3));
        var rows = string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"{i},x\n"));
        using var file = new TemporaryFile("id,a\n" + rows);
        using var stop = new CancellationTokenSource();
        var import = ProgramRun.RunAsync(
            ProgramRun.Environment(_simulator.BaseAddress.ToString(), _simulator.ApiKey), ["import", file.Path, "--id", "id", "--json"], stop.Token);
        Assert.True(SpinWait.SpinUntil(() => _simulator.Requests.Count >= 3, TimeSpan.FromSeconds(30)));
        await stop.CancelAsync();

        var run = await import;

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("cancelled", run.ErrorKind());
        var (_, values, calls, confirmed, accepted, rejected, unconfirmed, notSent) = Counts(run.Json);
        Assert.Equal(20_000, values);
        Assert.Equal(20_000, confirmed + accepted + rejected + unconfirmed + notSent);
        Assert.InRange(calls, 3, 20);
        Assert.InRange(confirmed, 1000, 19_000);
        Assert.InRange(unconfirmed, 1000, 19_000);
    }

    [Fact]
    public async Task Import_StoppedWhileAnOutcomeIsAwaited_CallsItsValuesUnconfirmed()
    {
        await using var simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions { AcceptUnknownCustomers = true, UpdateDelay = TimeSpan.FromHours(1) });
        using var file = new TemporaryFile("id,a\n" + string.Concat(Enumerable.Range(0, 1500).Select(static i => $"{i},x\n")));
        using var stop = new CancellationTokenSource();
        var import = ProgramRun.RunAsync(
            ProgramRun.Environment(simulator.BaseAddress.ToString(), simulator.ApiKey), ["import", file.Path, "--id", "id", "--json"], stop.Token);
        Assert.True(SpinWait.SpinUntil(() => simulator.Requests is [{ Call: SimulatedCall.GetCustomerAttributeList }, { StatusCode: 200 }], TimeSpan.FromSeconds(30)));
        await stop.CancelAsync();

        var run = await import;

        Assert.Equal((130, "cancelled"), (run.ExitCode, run.ErrorKind()));
        Assert.Equal((1500, 1500, 1, 0, 0, 0, 1000, 500), Counts(run.Json));
    }

    [Fact]
    public async Task Add_StoppedWhileItsOutcomeIsAwaited_EndsIn130WithOneDocument()
    {
        await using var simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions { CreationDelay = TimeSpan.FromHours(1) });
        using var stop = new CancellationTokenSource();
        var add = ProgramRun.RunAsync(ProgramRun.Environment(simulator.BaseAddress.ToString(), simulator.ApiKey), ["add", "A", "INT", "--json"], stop.Token);
        Assert.True(SpinWait.SpinUntil(() => simulator.Requests is [{ Call: SimulatedCall.GetCustomerAttributeList }, { StatusCode: 200 }], TimeSpan.FromSeconds(30)));
        await stop.CancelAsync();

        var run = await add;

        Assert.Equal((130, "cancelled"), (run.ExitCode, run.ErrorKind()));
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
        Assert.Contains("Attribute a[b], NVARCHAR(10): created.", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("Batch 1: 1 customer, 2 values: confirmed.", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("2 values in 1 call.", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("1 value gave way to a newer one", run.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ValuesBadInEveryWay_AreNamedInTheReportAndTheRejectsFile()
    {
        await using var simulator = OptimoveSimulator.Start();
        simulator.AddAttribute("TIER", "VARCHAR(6)");
        simulator.AddAttribute("CLOSED", "INT", isOpenForUpdates: false);
        simulator.AddAttribute("ODD", "INT");
        simulator.RejectValues("SOMETHING_NEW", static (_, name) => name == "ODD");
        foreach (var id in new[] { "1", "2", "a,b \"c\"" })
        {
            simulator.AddCustomer(id);
        }

        using var file = new TemporaryFile("id,TIER,CLOSED,ODD,NOPE\n1,Gold,,,\n2,Platinum,7,,\n\"a,b \"\"c\"\"\",Gold,,8,x\n9,Gold,,,\n9,Silver,,,\n");
        using var rejects = new TemporaryFile("stale");

        var run = await ProgramRun.OnAsync(simulator.BaseAddress, simulator.ApiKey, "import", file.Path, "--id", "id", "--rejects", rejects.Path, "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal((4, 8, 1, 2, 0, 6, 0, 0), Counts(run.Json));
        Assert.Equal(
            """{"INVALID_CUSTOMER":2,"INVALID_FIELD":1,"INVALID_VALUE":1,"SOMETHING_NEW":1,"UPDATE_FIELD_TEMPORARY_UNAVAILABLE":1}""",
            JsonSerializer.Serialize(run.Json.GetProperty("rejectedByCode")));
        Assert.Equal(
            "id,RealFieldName,Value,Code\n"
            + "2,TIER,Platinum,INVALID_VALUE\n"
            + "2,CLOSED,7,UPDATE_FIELD_TEMPORARY_UNAVAILABLE\n"
            + "\"a,b \"\"c\"\"\",ODD,8,SOMETHING_NEW\n"
            + "\"a,b \"\"c\"\"\",NOPE,x,INVALID_FIELD\n"
            + "9,TIER,Silver,INVALID_CUSTOMER\n",
            await File.ReadAllTextAsync(rejects.Path));
    }

    [Fact]
    public async Task Import_SevenThousandCustomersWithOnePercentBad_NamesExactlyThose()
    {
        await using var simulator = OptimoveSimulator.Start();
        simulator.AddAttribute("TIER", "VARCHAR(6)");
        simulator.AddAttribute("SCORE", "INT");
        simulator.AddAttribute("CLOSED", "INT", isOpenForUpdates: false);
        simulator.RejectValues("SOMETHING_NEW", static (id, name) => name == "SCORE" && id.EndsWith("500", StringComparison.Ordinal));
        var csv = new StringBuilder("id,TIER,SCORE,CLOSED,NOPE\n");
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 7043; i++)
        {
            var id = $"c{i:D4}";
            var isUnknown = i % 500 == 1;
            if (!isUnknown)
            {
                simulator.AddCustomer(id);
            }

            var (tier, closed, nope) = (i % 200 == 2 ? "Platinum" : "Gold", i % 300 == 3 ? "1" : "", i % 400 == 4 ? "x" : "");
            csv.Append(CultureInfo.InvariantCulture, $"{id},{tier},{i},{closed},{nope}\n");
            Expect(isUnknown, "TIER", tier, "INVALID_CUSTOMER");
            Expect(isUnknown, "SCORE", $"{i}", "INVALID_CUSTOMER");
            Expect(!isUnknown && tier == "Platinum", "TIER", tier, "INVALID_VALUE");
            Expect(closed == "1", "CLOSED", "1", isUnknown ? "INVALID_CUSTOMER" : "UPDATE_FIELD_TEMPORARY_UNAVAILABLE");
            Expect(nope == "x", "NOPE", "x", isUnknown ? "INVALID_CUSTOMER" : "INVALID_FIELD");
            Expect(!isUnknown && id.EndsWith("500", StringComparison.Ordinal), "SCORE", $"{i}", "SOMETHING_NEW");

            void Expect(bool isBad, string name, string value, string code) => _ = isBad && expected.Add($"{id},{name},{value},{code}");
        }

        using var file = new TemporaryFile(csv.ToString());
        using var rejects = new TemporaryFile(string.Empty);

        var run = await ProgramRun.OnAsync(simulator.BaseAddress, simulator.ApiKey, "import", file.Path, "--id", "id", "--rejects", rejects.Path, "--json");

        Assert.Equal(1, run.ExitCode);
        var lines = await File.ReadAllLinesAsync(rejects.Path);
        Assert.Equal("id,RealFieldName,Value,Code", lines[0]);
        Assert.Equal(expected, lines.Skip(1).Order(StringComparer.Ordinal));
        Assert.InRange(expected.Count, 100, 200);
        Assert.Equal(expected.Count, run.Json.GetProperty("rejected").GetInt32());
        Assert.Equal(run.Json.GetProperty("values").GetInt32() - expected.Count, run.Json.GetProperty("confirmed").GetInt32());
    }

    [Fact]
    public async Task Import_NothingRejected_WritesNoRejectsFile()
    {
        _simulator.AddAttribute("a", "NVARCHAR(10)");
        using var file = new TemporaryFile("id,a\n1,x\n");
        var rejects = file.Path + ".rejects";

        var run = await RunAsync("import", file.Path, "--id", "id", "--rejects", rejects, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.False(File.Exists(rejects));
    }

    [Fact]
    public async Task Import_NothingRejected_LeavesNothingOfAnEarlierRun()
    {
        _simulator.AddAttribute("a", "NVARCHAR(10)");
        using var file = new TemporaryFile("id,a\n1,x\n");
        using var rejects = new TemporaryFile("id,RealFieldName,Value,Code\n1,b,y,INVALID_FIELD\n");

        await RunAsync("import", file.Path, "--id", "id", "--rejects", rejects.Path, "--json");

        Assert.Equal("id,RealFieldName,Value,Code\n", await File.ReadAllTextAsync(rejects.Path));
    }

    [Fact]
    public async Task Import_RowThatIsSplitOverCalls_StandsInTheRejectsFileInTheOrderOfItsColumns()
    {
        await using var simulator = OptimoveSimulator.Start();
        string[] columns = [.. Enumerable.Range(1, 25).Select(static number => $"COLUMN_{number}")];
        using var file = new TemporaryFile($"id,{string.Join(',', columns)}\n1,{string.Join(',', columns.Select(static _ => "x"))}\n");
        using var rejects = new TemporaryFile(string.Empty);

        await ProgramRun.OnAsync(simulator.BaseAddress, simulator.ApiKey, "import", file.Path, "--id", "id", "--rejects", rejects.Path, "--json");

        Assert.Equal(columns, (await File.ReadAllLinesAsync(rejects.Path)).Skip(1).Select(static line => line.Split(',')[1]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/no/such/folder/rejects.csv")]
    [InlineData("/proc/rejects.csv")]
    [InlineData("a\0b")]
    public async Task Import_RejectsThatCannotBeWritten_EndsIn2AndSendsNothing(string rejects)
    {
        using var file = new TemporaryFile("id,a\n1,x\n");

        var run = await RunAsync("import", file.Path, "--id", "id", "--rejects", rejects, "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(_simulator.Requests);
    }

    [Fact]
    public async Task Import_CreateThatIsRefused_SendsNoValueAndSaysWhy()
    {
        _simulator.RejectAttributes(5, static name => name == "a");
        using var file = new TemporaryFile("id,a,b\n1,x,y\n");

        var run = await RunAsync("import", file.Path, "--id", "id", "--create", "--json");

        Assert.Equal((1, "notCreated"), (run.ExitCode, run.ErrorKind()));
        Assert.Equal("a: Attribute was not added, general error (errorId 5)", run.Json.GetProperty("error").GetProperty("details")[0].GetString());
        _simulator.ShouldHaveReceived(SimulatedCall.UpdateCustomerAttributes, times: 0);
    }

    private static (int Customers, int Values, int Calls, int Confirmed, int Accepted, int Rejected, int Unconfirmed, int NotSent) Counts(JsonElement json)
    {
        return (Of("customers"), Of("values"), Of("calls"), Of("confirmed"), Of("accepted"), Of("rejected"), Of("unconfirmed"), Of("notSent"));

        int Of(string name) => json.GetProperty(name).GetInt32();
    }

    private Task<ProgramRun> RunAsync(params IReadOnlyList<string> args) => ProgramRun.OnAsync(_simulator.BaseAddress, _simulator.ApiKey, args);
}
