using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Console.Tests;

/// <summary>The small commands on a simulator over HTTP.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions
    {
        ApiKey = "admin-key",
        FurtherKeys = [new SimulatedKey("reader-key", IsAdmin: false)],
        CreationDelay = TimeSpan.Zero,
    });

    public Task InitializeAsync()
    {
        _simulator.AddAttribute("VIP_LEVEL", "NVARCHAR(20)", description: "Level [gold] of Zoë");
        _simulator.AddCustomer("42");
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _simulator.DisposeAsync().AsTask();

    [Fact]
    public async Task List_Human_ShowsDataAsItIs()
    {
        var run = await RunAsync("list");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("VIP_LEVEL", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("Level [gold] of Zoë", run.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Stdout, StringComparison.Ordinal);
        Assert.Empty(run.Stderr);
    }

    [Theory]
    [InlineData("--default=", "")]
    [InlineData("--default=--json", "--json")]
    public async Task Add_DefaultInOneToken_IsTakenAsItIs(string argument, string expected)
    {
        var run = await RunAsync("add", "X", "NVARCHAR(20)", argument, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected, run.Json.GetProperty("defaultValue").GetString());
        Assert.Equal(expected, _simulator.Attributes[^1].DefaultValue);
    }

    [Fact]
    public async Task List_OutputThatCannotBeWritten_EndsIn1AndSaysSo()
    {
        using var stderr = new StringWriter();
        using var full = new FullWriter();

        var exitCode = await ConsoleApp.RunAsync(
            ["list", "--json"], ProgramRun.Environment(_simulator.BaseAddress.ToString(), _simulator.ApiKey), full, stderr, CancellationToken.None);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: the output can't be written", stderr.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_LongDescription_IsNeitherCutNorWrapped()
    {
        var description = string.Join(' ', Enumerable.Repeat("word", 500));
        _simulator.AddAttribute("LONG", "INT", description: description);

        Assert.Contains(description, (await RunAsync("list")).Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Json_IsOneDocumentWithReadableLetters()
    {
        var run = await RunAsync("list", "--json");

        Assert.Equal(
            """
            {
              "simulator": false,
              "attributes": [
                {
                  "realFieldName": "VIP_LEVEL",
                  "description": "Level [gold] of Zoë"
                }
              ]
            }

            """,
            run.Stdout);
    }

    [Fact]
    public async Task Add_NewName_CreatesIt()
    {
        var run = await RunAsync("add", "SCORE", "decimal(19,4)", "--default", "-1.5", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("SCORE", run.Json.GetProperty("realFieldName").GetString());
        Assert.Equal("DECIMAL(19,4)", run.Json.GetProperty("type").GetString());
        Assert.True(run.Json.GetProperty("accepted").GetBoolean());
        var created = Assert.Single(_simulator.Attributes, attribute => attribute.RealFieldName == "SCORE");
        Assert.Equal(("DECIMAL(19,4)", "-1.5"), (created.Type, created.DefaultValue));
    }

    [Fact]
    public async Task Set_Values_SplitsAtTheFirstEqualsSignAndSendsTheEmptyText()
    {
        _simulator.AddAttribute("NOTE", "NVARCHAR(20)");

        var run = await RunAsync("set", "42", "VIP_LEVEL=a=b", "NOTE=", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("a=b", _simulator.GetValue("42", "VIP_LEVEL"));
        Assert.Equal(string.Empty, _simulator.Customers["42"]["NOTE"]);
        Assert.Equal(
            """
            {
              "simulator": false,
              "customers": 1,
              "values": 2,
              "calls": 1,
              "confirmed": 2,
              "accepted": 0,
              "rejected": 0,
              "unconfirmed": 0,
              "notSent": 0
            }

            """,
            run.Stdout);
    }

    [Fact]
    public async Task Add_ThatTheServerRefuses_EndsIn1WithItsReason()
    {
        var run = await RunAsync("add", "vip_level", "INT", "--json");

        Assert.Equal((1, "rejected"), (run.ExitCode, run.ErrorKind()));
        Assert.Equal(("rejected", "2"), (run.Json.GetProperty("state").GetString(), run.Json.GetProperty("errorId").GetString()));
    }

    [Fact]
    public async Task Add_CreatedLater_WaitsUntilItIsThere()
    {
        using var simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions { CreationDelay = TimeSpan.FromMilliseconds(300) });

        var run = await ProgramRun.OnAsync(simulator.BaseAddress, simulator.ApiKey, "add", "SCORE", "INT", "--json");

        Assert.Equal((0, "confirmed"), (run.ExitCode, run.Json.GetProperty("state").GetString()));
        simulator.ShouldHaveAttribute("SCORE", "INT");
    }

    [Theory]
    [InlineData("--callback-url", "https://crm.example.com/cb")]
    [InlineData("--callback-url", "ftp://crm.example.com/cb", "--callback-port", "5000")]
    [InlineData("--callback-url", "http://crm.example.com/cb", "--callback-port", "0")]
    [InlineData("--callback-port", "65536")]
    [InlineData("--callback-url", "http://crm.example.com/cb", "--callback-port", "5123")]
    [InlineData("--callback-port")]
    [InlineData("--callback-url")]
    public async Task Set_CallbacksThatCannotCome_EndsIn2AndSendsNothing(params string[] callbacks)
    {
        var run = await RunAsync(["set", "42", "VIP_LEVEL=Gold", .. callbacks, "--json"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(_simulator.Requests);
    }

    [Fact]
    public async Task Set_CallbackPortWithoutUrlForATenantElsewhere_EndsIn2()
    {
        var run = await ProgramRun.OnAsync(new Uri("https://api4.optimove.invalid/"), "key", "set", "42", "A=1", "--callback-port", "5000", "--json");

        Assert.Equal((2, "input"), (run.ExitCode, run.ErrorKind()));
    }

    /// <summary>A proxy on this machine stands for the public address.</summary>
    [Fact]
    public async Task Set_WithAPublicAddressThatIsForwardedHere_IsConfirmed()
    {
        using var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var run = await RunAsync("set", "42", "VIP_LEVEL=Gold", "--callback-url", $"http://127.0.0.1:{port}/any/prefix/", "--callback-port", $"{port}", "--json");

        Assert.Equal((0, 1), (run.ExitCode, run.Json.GetProperty("confirmed").GetInt32()));
        Assert.StartsWith($"http://127.0.0.1:{port}/any/prefix/", Assert.Single(_simulator.Callbacks).Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_TwelveValues_TakesTwoCalls()
    {
        var run = await RunAsync(["set", "42", .. Enumerable.Range(0, 12).Select(i => FormattableString.Invariant($"F{i}=x")), "--json"]);

        Assert.Equal((1, 12, 2), (run.ExitCode, run.Json.GetProperty("rejected").GetInt32(), run.Json.GetProperty("calls").GetInt32()));
        Assert.Equal([200, 200], _simulator.Requests.Select(request => request.StatusCode));
    }

    [Fact]
    public async Task Set_NameThatTheCatalogLacks_IsLeftToTheServer()
    {
        var run = await RunAsync("set", "42", "NOT_THERE=x");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The server refused 1 value: INVALID_FIELD 1.", run.Stderr, StringComparison.Ordinal);
        Assert.Equal("INVALID_FIELD", Assert.Single(Assert.Single(_simulator.UpdateOutcomes).Errors).Error);
    }

    [Theory]
    [InlineData("@42")]
    [InlineData("/h")]
    [InlineData("[42]")]
    [InlineData("a/b?c#d%20 é")]
    [InlineData("list")]
    [InlineData("--", "-42")]
    [InlineData("--", "--json")]
    public async Task Get_AnyId_IsTakenAsItIs(params string[] id)
    {
        _simulator.SetValue(id[^1], "VIP_LEVEL", "Gold");

        var run = await RunAsync(["--json", "get", .. id]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(id[^1], run.Json.GetProperty("customer").GetString());
        Assert.Equal("Gold", run.Json.GetProperty("attributes")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task Get_CustomerWithoutValue_SaysSo()
    {
        var human = await RunAsync("get", "42");
        var json = await RunAsync("get", "42", "--json");

        Assert.Contains("(no value)", human.Stdout, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.Json.GetProperty("attributes")[0].GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task Get_UnknownCustomer_EndsIn1()
    {
        var run = await RunAsync("get", "nobody", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("api", run.ErrorKind());
    }

    [Theory]
    [InlineData("wrong-key", "authentication", 401)]
    [InlineData("reader-key", "authorization", 403)]
    public async Task List_RefusedKey_EndsIn3WithoutTheKey(string key, string expectedKind, int expectedStatus)
    {
        var run = await ProgramRun.OnAsync(_simulator.BaseAddress, key, "list", "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(expectedKind, run.ErrorKind());
        Assert.Equal(expectedStatus, run.Json.GetProperty("error").GetProperty("statusCode").GetInt32());
        Assert.DoesNotContain(key, run.Stdout + run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_WrongKey_EndsIn3AndCountsTheValuesRejected()
    {
        var run = await ProgramRun.OnAsync(_simulator.BaseAddress, "wrong-key", "set", "42", "VIP_LEVEL=x", "--json");

        Assert.Equal((3, 1), (run.ExitCode, run.Json.GetProperty("rejected").GetInt32()));
        Assert.Equal("authentication", run.ErrorKind());
    }

    [Fact]
    public async Task List_Embedded_SaysThatItIsTheSimulator()
    {
        var run = await ProgramRun.EmbeddedAsync("list", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("simulator").GetBoolean());
        Assert.Contains("embedded simulator", run.Stderr, StringComparison.Ordinal);
    }

    private Task<ProgramRun> RunAsync(params IReadOnlyList<string> args) => ProgramRun.OnAsync(_simulator.BaseAddress, _simulator.ApiKey, args);

    /// <summary>A disk without room.</summary>
    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
