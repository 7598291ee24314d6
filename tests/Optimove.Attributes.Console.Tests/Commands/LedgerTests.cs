using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Console.Tests;

/// <summary>What the ledger is for: ensure, status, cap, and what holds from run to run.</summary>
public sealed class LedgerTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optimove-");
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions { AcceptUnknownCustomers = true, CreationDelay = TimeSpan.FromMilliseconds(50), RateLimits = [] });

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Status_AfterEnsureAndSet_ShowsTheThreeRectangles()
    {
        _simulator.AddAttribute("COUNTRY", "VARCHAR(50)", SimulatedSource.Batch);
        _simulator.AddAttribute("OTHER", "INT");
        using var file = new TemporaryFile("""[{"name":"TIER","type":"VARCHAR(10)","default":"Bronze"},{"name":"country","type":"varchar(50)","source":"batch"},{"name":"LATER","type":"INT","default":5}]""");

        var ensure = await RunAsync("ensure", file.Path, "--json");
        await RunAsync("set", "42", "TIER=Gold", "COUNTRY=NL");
        var status = await RunAsync("status", "--json");
        var table = await RunAsync("status");

        Assert.Equal(0, ensure.ExitCode);
        Assert.True(ensure.Json.GetProperty("ready").GetBoolean());
        Assert.Equal(["created", "declared", "created"], Texts(ensure, "state"));
        _simulator.ShouldHaveAttribute("LATER", "INT");
        Assert.Equal(["COUNTRY", "OTHER", "TIER", "LATER"], Texts(status, "realFieldName").Take(2).Concat(Texts(status, "realFieldName").Skip(2).OrderDescending(StringComparer.Ordinal)));
        var statuses = status.Json.GetProperty("attributes").EnumerateArray().ToDictionary(
            static entry => entry.GetProperty("realFieldName").GetString()!, static entry => entry.GetProperty("status").GetString());
        Assert.Equal(("batchUpdatedViaApi", "unknown", "apiActive", "apiStale"), (statuses["COUNTRY"], statuses["OTHER"], statuses["TIER"], statuses["LATER"]));
        Assert.Matches(@"green +yes +COUNTRY +Batch \(declared\) +20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} +- ", table.Stdout);
        Assert.Matches(@"red +yes +TIER +API \(ledger\) +20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} +29 ", table.Stdout);
        Assert.Matches(@"orange +- +LATER +API \(ledger\) +never +- ", table.Stdout);
        Assert.Matches(@"\? +- +OTHER +\? +\? +- ", table.Stdout);
        Assert.DoesNotContain("\u001b", table.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cap_AfterFortyAttributes_RefusesTheNextIn2AndSendsNothing()
    {
        using var forty = new TemporaryFile($"[{string.Join(',', Enumerable.Range(0, 40).Select(static number => $$"""{"name":"A_{{number}}","type":"INT"}"""))}]");
        using var file = new TemporaryFile("id,NEW_ONE\n1,x\n");
        Assert.Equal(0, (await RunAsync("ensure", forty.Path)).ExitCode);
        _simulator.ClearRequests();

        var add = await RunAsync("add", "ONE_MORE", "INT", "--json");
        var import = await RunAsync("import", file.Path, "--id", "id", "--create", "--json");
        var cap = await RunAsync("cap", "--json");
        var words = await RunAsync("cap");

        Assert.Equal((2, "cap"), (add.ExitCode, add.ErrorKind()));
        Assert.Equal(2, import.ExitCode);
        Assert.Equal((40, 40, 0), (cap.Json.GetProperty("limit").GetInt32(), cap.Json.GetProperty("used").GetInt32(), cap.Json.GetProperty("left").GetInt32()));
        Assert.Equal(["otherApplications"], cap.Json.GetProperty("uncertainty").EnumerateArray().Select(static word => word.GetString()));
        Assert.StartsWith("40 of 40 attributes are used, 0 are left.", words.Stdout, StringComparison.Ordinal);
        _simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 0);
        _simulator.ShouldHaveReceived(SimulatedCall.UpdateCustomerAttributes, times: 0);
    }

    [Fact]
    public async Task Ledger_ByDefault_IsApartForEachTenantAndAddress()
    {
        Assert.Equal(0, (await InFolderAsync(null, "add", "A", "INT")).ExitCode);

        var same = await InFolderAsync(null, "cap", "--json");
        var other = await InFolderAsync("brand-b", "cap", "--json");
        Assert.Equal(0, (await InFolderAsync("brand-b", "add", "B", "INT")).ExitCode);

        Assert.Equal((1, 0), (same.Json.GetProperty("used").GetInt32(), other.Json.GetProperty("used").GetInt32()));
        Assert.Equal(2, _folder.GetFiles("ledger-*.json").Length);

        async Task<ProgramRun> InFolderAsync(string? tenant, params string[] args)
        {
            using var stdout = new StringWriter();
            using var stderr = new StringWriter();
            var environment = ProgramRun.Environment(_simulator.BaseAddress.ToString(), _simulator.ApiKey);
            environment[Connection.TenantVariable] = tenant;
            var exitCode = await ConsoleApp.RunAsync(args, environment, stdout, stderr, default, new Seams { LedgerFolder = _folder.FullName });
            return new ProgramRun(exitCode, stdout.ToString(), stderr.ToString());
        }
    }

    [Fact]
    public async Task Embedded_KeepsNothingUnlessAFileIsNamed()
    {
        var file = Path.Combine(_folder.FullName, "named.json");

        var without = await ProgramRun.EmbeddedAsync("cap", "--json");
        await ProgramRun.EmbeddedAsync("add", "A", "INT", "--ledger", file);

        Assert.Contains("ledgerInMemory", without.Json.GetProperty("uncertainty").EnumerateArray().Select(static word => word.GetString()));
        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData("add", "A", "INT")]
    [InlineData("status")]
    [InlineData("cap")]
    public async Task Ledger_ThatIsNone_EndsIn2AndIsLeftAsItIs(params string[] args)
    {
        using var file = new TemporaryFile("not a ledger");

        var run = await ProgramRun.OnAsync(_simulator.BaseAddress, _simulator.ApiKey, [.. args, "--ledger", file.Path, "--json"]);

        Assert.Equal((2, "ledger"), (run.ExitCode, run.ErrorKind()));
        Assert.Equal("not a ledger", await File.ReadAllTextAsync(file.Path));
        Assert.Empty(_simulator.Attributes);
    }

    [Fact]
    public async Task Ensure_DryRun_ChangesNothing()
    {
        _simulator.AddAttribute("COUNTRY", "VARCHAR(50)", SimulatedSource.Batch);
        using var file = new TemporaryFile("""[{"name":"TIER","type":"INT"},{"name":"COUNTRY","type":"VARCHAR(50)","source":"batch"}]""");

        var run = await RunAsync("ensure", file.Path, "--dry-run", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["wouldCreate", "wouldDeclare"], Texts(run, "state"));
        Assert.Single(_simulator.Attributes);
        Assert.Equal(["unknown"], Texts(await RunAsync("status", "--json"), "status"));
    }

    [Fact]
    public async Task Ensure_WhatIsMissingOrAnotherTypeOrRefused_EndsIn1()
    {
        await using var detailed = OptimoveSimulator.Start(new OptimoveSimulatorOptions { DetailedCatalog = true, CreationDelay = TimeSpan.Zero });
        detailed.AddAttribute("NUMBER", "INT");
        detailed.AddAttribute("COUNTRY", "VARCHAR(50)", SimulatedSource.Batch);
        detailed.RejectAttributes(5, static name => name == "BAD");
        using var file = new TemporaryFile(
            """
            [{"name":"NUMBER","type":"DATE"},{"name":"NO_SUCH","type":"INT","source":"batch"},{"name":"COUNTRY","type":"INT","source":"Real-Time"},{"name":"BAD","type":"INT"}]
            """);

        var run = await ProgramRun.OnAsync(detailed.BaseAddress, detailed.ApiKey, "ensure", file.Path, "--json");
        var words = await ProgramRun.OnAsync(detailed.BaseAddress, detailed.ApiKey, "ensure", file.Path);

        Assert.Equal((1, 1), (run.ExitCode, words.ExitCode));
        Assert.False(run.Json.GetProperty("ready").GetBoolean());
        Assert.Equal(["exists", "missing", "declared", "rejected"], Texts(run, "state"));
        Assert.Contains("exists, but as INT", words.Stdout, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("rejected: Attribute was not added", words.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"A"}""", "FILE is not a JSON array")]
    [InlineData("""[{"name":"A","type":"INT"}""", "FILE is not JSON")]
    [InlineData("""[1]""", "entry 1: is not an object.")]
    [InlineData("""[{"name":"A","type":"INT"},{"name":"a","type":"INT"}]""", "entry 2: a stands in the file already.")]
    [InlineData("""[{"type":"INT"}]""", "entry 1: name is missing or blank.")]
    [InlineData("""[{"name":1,"type":"INT"}]""", "entry 1: name is not a text.")]
    [InlineData("""[{"name":"A"}]""", "entry 1: type is none of")]
    [InlineData("""[{"name":"A","type":"TEXT"}]""", "entry 1: type is none of")]
    [InlineData("""[{"name":"A","type":"INT","source":"sftp"}]""", "entry 1: source is none of api, batch, real-time.")]
    [InlineData("""[{"name":"A","type":"INT","source":"batch","default":"1"}]""", "entry 1: default is for an attribute that is created through the API.")]
    [InlineData("""[{"name":"A","type":"INT","default":true}]""", "entry 1: default is neither a text nor a number.")]
    [InlineData("""[{"name":"A","type":"INT","defualt":"1"}]""", "entry 1: defualt is none of name, type, default, source.")]
    [InlineData("""[{"name":"B","type":"INT","source":"batch"},{"name":"A","type":"INT","default":"x"}]""", "entry 2: A: DefaultValue")]
    [InlineData("""[{"name":"A;B","type":"INT"}]""", "entry 1: A;B: RealFieldName")]
    public async Task Ensure_FaultyFile_EndsIn2AndNamesThePlace(string json, string fault)
    {
        using var file = new TemporaryFile(json);

        var run = await ProgramRun.OnAsync(_simulator.BaseAddress, _simulator.ApiKey, "ensure", file.Path, "--json");

        Assert.Equal((2, "input"), (run.ExitCode, run.ErrorKind()));
        Assert.Contains(fault, run.Stderr, StringComparison.Ordinal);
        _simulator.ShouldHaveReceivedNothing();
    }

    [Theory]
    [InlineData("ensure")]
    [InlineData("ensure", "no-such-file.json")]
    [InlineData("ensure", ".")]
    [InlineData("ensure", "")]
    [InlineData("status", "extra")]
    [InlineData("cap", "extra")]
    [InlineData("cap", "--ledger")]
    [InlineData("cap", "--ledger", "--json")]
    [InlineData("cap", "--ledger=")]
    public async Task Usage_ThatCannotBeRight_EndsIn2(params string[] args)
    {
        var run = await ProgramRun.OnAsync(_simulator.BaseAddress, _simulator.ApiKey, [.. args, "--json"]);

        Assert.Equal(2, run.ExitCode);
        _simulator.ShouldHaveReceivedNothing();
    }

    private static IEnumerable<string?> Texts(ProgramRun run, string property) =>
        run.Json.GetProperty("attributes").EnumerateArray().Select(entry => entry.GetProperty(property).GetString());

    private Task<ProgramRun> RunAsync(params string[] args) =>
        ProgramRun.OnAsync(_simulator.BaseAddress, _simulator.ApiKey, [.. args, "--ledger", Path.Combine(_folder.FullName, "ledger.json")]);
}
