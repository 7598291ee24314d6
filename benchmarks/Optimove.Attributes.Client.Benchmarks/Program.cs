using Optimove.Attributes.Client.Benchmarks.Limiter;

switch (args)
{
    case ["limiter"]:
        SimulatedComparison.Run();
        return 0;
    case ["limiter", "--real-time"]:
        await RealTimeComparison.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("""
            Benchmarks:
              limiter               OptimoveRateLimiter and SlidingWindowRateLimiter on the same simulated traffic
              limiter --real-time   the same with real timers and threads, twenty times faster than the server's limit
            """);
        return 1;
}
