namespace Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

/// <summary>How long a server takes to answer.</summary>
internal static class AnswerTimes
{
    public static TimeSpan AtOnce(Random random) => TimeSpan.Zero;

    public static Func<Random, TimeSpan> Between(int milliseconds, int andMilliseconds) =>
        random => TimeSpan.FromMilliseconds(milliseconds + (random.NextDouble() * (andMilliseconds - milliseconds)));

    /// <summary>Mostly 0.1 to 0.3 s, every hundredth above 2 s, up to 25 s.</summary>
    public static TimeSpan HeavyTailed(Random random) =>
        TimeSpan.FromSeconds(Math.Min(25, 0.1 * Math.Pow(1 - random.NextDouble(), -1 / 1.5)));
}
