using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>The server did not take the API key (401): it is wrong, disabled, deleted or was rotated. That such keys are answered with 401 is assumed.</summary>
public sealed class OptimoveAuthenticationException : OptimoveApiException
{
    /// <inheritdoc cref="OptimoveApiException(string, HttpStatusCode, string?, string?)"/>
    public OptimoveAuthenticationException(string message, string? bodyExcerpt = null, string? requestId = null)
        : base(message, HttpStatusCode.Unauthorized, bodyExcerpt, requestId)
    {
    }
}
