using Optimove.Attributes.Client.Benchmarks.Limiter;
using Optimove.Attributes.Client.Benchmarks.Startup;

switch (args)
{
    case ["limiter"]:
        SimulatedComparison.Run();
        return 0;
    case ["limiter", "--real-time"]:
        await RealTimeComparison.RunAsync();
        return 0;
    case ["startup", var sdkProgram, var bareProgram]:
        return await StartupBenchmark.RunAsync(sdkProgram, bareProgram);
    default:
        Console.Error.WriteLine("""
            Benchmarks:
              limiter                               OptimoveRateLimiter and SlidingWindowRateLimiter on the same simulated traffic
              limiter --real-time                   the same with real timers and threads, twenty times faster than the server's limit
              startup SDK-PROGRAM BARE-PROGRAM      process start to first answer of two native programs
            """);
        return 2;
}
