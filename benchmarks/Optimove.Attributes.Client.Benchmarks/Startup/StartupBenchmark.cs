using System.Diagnostics;
using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Client.Benchmarks.Startup;

/// <summary>From the start of a process to its first answer: a program on the SDK beside one on a bare HttpClient, both published native.</summary>
internal static class StartupBenchmark
{
    private const int Runs = 21;

    public static async Task<int> RunAsync(string sdkProgram, string bareProgram)
    {
        await using var simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions { AcceptUnknownCustomers = true, CreationDelay = TimeSpan.Zero, RateLimits = [] });
        var address = simulator.BaseAddress.ToString();
        Console.WriteLine((await StartAsync(sdkProgram, address, simulator.ApiKey, "all")).Line);

        var sdk = new List<double>();
        var bare = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            sdk.Add((await StartAsync(sdkProgram, address, simulator.ApiKey)).Milliseconds);
            bare.Add((await StartAsync(bareProgram, address, simulator.ApiKey)).Milliseconds);
        }

        Console.WriteLine(
            $"process start to first answer, median of {Runs} interleaved runs: SDK {Median(sdk):F1} ms, bare HttpClient {Median(bare):F1} ms, ratio {Median(sdk) / Median(bare):F2}");
        return 0;
    }

    private static async Task<(string Line, double Milliseconds)> StartAsync(string program, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync();
        var elapsed = Stopwatch.GetElapsedTime(started);
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && line is not null
            ? (line, elapsed.TotalMilliseconds)
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
