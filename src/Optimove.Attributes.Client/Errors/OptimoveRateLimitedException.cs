using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>
/// The rate limit is reached (429) and the retries are spent, or the server asks for a longer wait than the call has time for. It is also thrown
/// without sending, while the key is paused for longer than that, or when a limiter of your own refuses a permit.
/// </summary>
public sealed class OptimoveRateLimitedException : OptimoveApiException
{
    /// <summary>Reports a reached limit.</summary>
    /// <param name="message">What the server said, without personal data.</param>
    /// <param name="retryAfter">How long the server asks to wait; <see langword="null"/> where it does not say.</param>
    /// <param name="bodyExcerpt">The beginning of the answer's body, without personal data; <see langword="null"/> where it was empty.</param>
    /// <param name="requestId">The server's id for the call, where the answer holds one.</param>
    public OptimoveRateLimitedException(string message, TimeSpan? retryAfter, string? bodyExcerpt = null, string? requestId = null)
        : base(message, HttpStatusCode.TooManyRequests, bodyExcerpt, requestId)
    {
        RetryAfter = retryAfter;
    }

    /// <summary>How long to wait before the next call, counted from when this was thrown; <see langword="null"/> where the server does not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
