namespace Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

/// <param name="AnswerTime">How long the server takes to answer a request.</param>
internal sealed record Traffic(Func<Random, TimeSpan> AnswerTime)
{
    /// <summary>So many callers send one request after the other; <see langword="null"/> for bursts of 1 to 200 with random pauses between.</summary>
    public int? Callers { get; init; } = 100;

    public int Requests { get; init; } = 100_000;

    /// <summary>The share of requests whose answer never comes: their attempt ends when the timeout is over.</summary>
    public double LostShare { get; init; }

    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gives the permit back when the request is sent instead of when it is answered.</summary>
    public bool ReleasesWhenSent { get; init; }
}
