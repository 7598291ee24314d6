using System.Text.Json;

namespace Optimove.Attributes.Console.Tests;

/// <summary>The simulator alone, used by a second run of the program.</summary>
public sealed class SimulateTests
{
    [Fact]
    public async Task Simulate_WithoutAKey_PrintsOneAndServesUntilStopped()
    {
        using var stdout = new SignallingWriter();
        using var stop = new CancellationTokenSource();
        var simulate = SimulateAsync(stdout, key: null, stop.Token, "simulate", "--json");
        var document = JsonDocument.Parse(await stdout.FirstText).RootElement;
        var address = new Uri(document.GetProperty("baseAddress").GetString()!);
        var key = document.GetProperty("apiKey").GetString()!;

        var add = await ProgramRun.OnAsync(address, key, "add", "SCORE", "INT", "--json");
        var set = await ProgramRun.OnAsync(address, key, "set", "nobody", "SCORE=1", "--json");
        var refused = await ProgramRun.OnAsync(address, "another-key", "list", "--json");
        await stop.CancelAsync();

        Assert.Equal("127.0.0.1", address.Host);
        Assert.True(document.GetProperty("simulator").GetBoolean());
        Assert.Equal((0, 0, 3), (add.ExitCode, set.ExitCode, refused.ExitCode));
        Assert.False(add.Json.GetProperty("simulator").GetBoolean());
        var run = await simulate;
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("Stopped on request, after 4 requests.", run.Stderr.TrimEnd());
        Assert.Equal(document.GetRawText(), JsonDocument.Parse(stdout.ToString()).RootElement.GetRawText());
    }

    [Fact]
    public async Task Simulate_WithAKeyInTheEnvironment_TakesItAndDoesNotPrintIt()
    {
        using var stdout = new SignallingWriter();
        using var stop = new CancellationTokenSource();
        var simulate = SimulateAsync(stdout, "key-of-the-environment", stop.Token, "simulate", "--json", "--refuse-unknown-customers");
        var text = await stdout.FirstText;
        var address = new Uri(JsonDocument.Parse(text).RootElement.GetProperty("baseAddress").GetString()!);

        var list = await ProgramRun.OnAsync(address, "key-of-the-environment", "list", "--json");
        var get = await ProgramRun.OnAsync(address, "key-of-the-environment", "get", "nobody", "--json");
        await stop.CancelAsync();

        Assert.Equal((0, 1), (list.ExitCode, get.ExitCode));
        var run = await simulate;
        Assert.DoesNotContain("key-of-the-environment", stdout + run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_ForPeople_ShowsWhatToSetAndEachRequest()
    {
        using var stdout = new SignallingWriter();
        using var stop = new CancellationTokenSource();
        var simulate = SimulateAsync(stdout, key: null, stop.Token, "simulate");
        await stdout.FirstText;
        string ValueOf(string name) => stdout.ToString().Split('\n').Single(line => line.Contains(name + "=", StringComparison.Ordinal)).Split('=')[1].Trim();
        while (!stdout.ToString().Contains("OPTIMOVE_API_KEY", StringComparison.Ordinal))
        {
            await Task.Delay(5);
        }

        await ProgramRun.OnAsync(new Uri(ValueOf("OPTIMOVE_BASE_ADDRESS")), ValueOf("OPTIMOVE_API_KEY"), "get", "nobody");
        while (!stdout.ToString().Contains("GET GetCustomerAttributes: 200", StringComparison.Ordinal))
        {
            await Task.Delay(5);
        }

        await stop.CancelAsync();
        Assert.Equal(130, (await simulate).ExitCode);
        Assert.DoesNotContain("nobody", stdout.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("x")]
    [InlineData("")]
    public async Task Simulate_PortThatIsNone_EndsIn2(string port)
    {
        var run = await ProgramRun.EmbeddedAsync("simulate", "--port", port, "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(run.ErrorKind(), (string[])["usage", "input"]);
    }

    [Fact]
    public async Task Simulate_PortThatIsTaken_EndsIn2AndNamesIt()
    {
        using var simulator = Client.Testing.OptimoveSimulator.Start();

        var run = await ProgramRun.EmbeddedAsync("simulate", "--port", $"{simulator.BaseAddress.Port}", "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"port {simulator.BaseAddress.Port} ", run.Json.GetProperty("error").GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Stderr)> SimulateAsync(
        SignallingWriter stdout, string? key, CancellationToken stop, params IReadOnlyList<string> args)
    {
        using var stderr = new StringWriter();
        var exitCode = await ConsoleApp.RunAsync(args, ProgramRun.Environment(baseAddress: null, key), stdout, stderr, stop);
        return (exitCode, stderr.ToString());
    }

    /// <summary>Says when something was written; it is written by one thread and read by another.</summary>
    private sealed class SignallingWriter : StringWriter
    {
        private readonly object _lock = new();
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstText => _written.Task.ContinueWith(_ => ToString(), TaskScheduler.Default);

        public override void WriteLine(string? value) => Locked(() => base.WriteLine(value));

        public override void Write(string? value) => Locked(() => base.Write(value));

        public override string ToString()
        {
            lock (_lock)
            {
                return base.ToString();
            }
        }

        private void Locked(Action write)
        {
            lock (_lock)
            {
                write();
            }

            _written.TrySetResult();
        }
    }
}
