namespace Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

/// <param name="Requests">How many requests ended, refused or not.</param>
/// <param name="Refused">How many of them the server refused.</param>
/// <param name="Elapsed">From the first request to the end of the last.</param>
/// <param name="MeanAnswerTime">From sending to the answer, or to the timeout.</param>
internal sealed record TrafficReport(int Requests, int Refused, TimeSpan Elapsed, TimeSpan MeanAnswerTime)
{
    /// <summary>The rate as a share of the limit in (window + mean answer time). The first window's worth, which needs no wait, is left out.</summary>
    public double ShareOf(RateLimit limit) =>
        (Requests - limit.PermitLimit) / Elapsed.TotalSeconds / (limit.PermitLimit / (limit.Window + MeanAnswerTime).TotalSeconds);
}
