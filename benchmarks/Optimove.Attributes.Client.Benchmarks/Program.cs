using System.Globalization;
using Optimove.Attributes.Client.Benchmarks.Bulk;
using Optimove.Attributes.Client.Benchmarks.Limiter;
using Optimove.Attributes.Client.Benchmarks.Server;
using Optimove.Attributes.Client.Benchmarks.Startup;
using Optimove.Attributes.Client.Benchmarks.UpdateCall;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["update-call", .. var one]:
        await UpdateCallBenchmark.RunAsync(one.Length > 0 ? 1 : 1000);
        return 0;
    case ["bulk"]:
        await ThroughputBenchmark.RunAsync(rounds: 21);
        return 0;
    case ["bulk-memory"]:
        await MemoryBenchmark.RunAsync(rounds: 5);
        return 0;
    case ["bulk-limited"]:
        await LimitedJobBenchmark.RunAsync(rounds: 7);
        return 0;
    case ["limiter"]:
        SimulatedComparison.Run();
        return 0;
    case ["limiter", "--real-time"]:
        await RealTimeComparison.RunAsync();
        return 0;
    case ["startup", var sdkProgram, var bareProgram]:
        return await StartupBenchmark.RunAsync(sdkProgram, bareProgram);
    case ["server", .. var settings]:
        await BenchmarkServer.RunAsync(settings is ["--delay", var delay, ..] ? TimeSpan.FromMilliseconds(int.Parse(delay, CultureInfo.InvariantCulture)) : TimeSpan.Zero, settings.Contains("--limit"));
        return 0;
    default:
        Console.Error.WriteLine("""
            Benchmarks:
              update-call [one]                     a full Update call, or one of one customer, beside HttpClient with a writer by hand, and plain Refit
              bulk                                  a million customers, beside a tight loop by hand
              bulk-memory                           the peak of memory at 100 thousand and at 5 million customers
              bulk-limited                          a hundred full batches under the exact limit (ten minutes)
              limiter                               OptimoveRateLimiter and SlidingWindowRateLimiter on the same simulated traffic
              limiter --real-time                   the same with real timers and threads, twenty times faster than the server's limit
              startup SDK-PROGRAM BARE-PROGRAM      process start to first answer of two native programs
            """);
        return 2;
}
