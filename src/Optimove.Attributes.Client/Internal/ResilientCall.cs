using System.Globalization;
using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>What one call knows of itself on its way through the pipeline.</summary>
internal sealed class ResilientCall(HttpRequestMessage request, PausableTimeout total, CancellationToken callerToken)
{
    public HttpRequestMessage Request { get; } = request;

    public PausableTimeout Total { get; } = total;

    public CancellationToken CallerToken { get; } = callerToken;

    public string Name { get; } = ApiErrors.NameOf(request);

    public OptimoveRateLimiter? Limiter { get; set; }

    public int Attempts { get; set; }

    public HttpStatusCode? LastStatus { get; set; }

    /// <summary>Whether an attempt that failed may have been taken by the server all the same.</summary>
    public bool MayHaveArrived { get; set; }

    /// <summary>Whether an answer of a good status came.</summary>
    public bool IsAnswered { get; set; }

    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Attempts} {(Attempts == 1 ? "attempt" : "attempts")}{(LastStatus is { } status ? $", the last answered {(int)status}" : string.Empty)}");
}
