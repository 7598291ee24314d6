using System.Globalization;
using Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

namespace Optimove.Attributes.Client.Benchmarks.Limiter;

/// <summary>One line for each limiter and traffic: what the server refused, and the rate as a share of the limit in (window + mean answer time).</summary>
internal static class ReportTable
{
    public static void Header() => Line("traffic", "limiter", "requests", "refused", "share", "rate");

    public static void Row(string traffic, string limiter, TrafficReport report, RateLimit limit) =>
        Line(
            traffic,
            limiter,
            report.Requests.ToString("N0", CultureInfo.InvariantCulture),
            report.Refused.ToString("N0", CultureInfo.InvariantCulture),
            ((double)report.Refused / report.Requests).ToString("P2", CultureInfo.InvariantCulture),
            report.ShareOf(limit).ToString("P2", CultureInfo.InvariantCulture));

    private static void Line(string traffic, string limiter, string requests, string refused, string share, string rate) =>
        Console.WriteLine($"{traffic,-30} {limiter,-26} {requests,10} {refused,9} {share,9} {rate,10}");
}
