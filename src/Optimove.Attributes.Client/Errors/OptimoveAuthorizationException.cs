using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>
/// The API key may not do this (403): only a key with the Admin access type may manage attributes, and the tenant's IP allow list may
/// refuse this machine. That both are answered with 403 is assumed.
/// </summary>
public sealed class OptimoveAuthorizationException : OptimoveApiException
{
    /// <inheritdoc cref="OptimoveApiException(string, HttpStatusCode, string?, string?)"/>
    public OptimoveAuthorizationException(string message, string? bodyExcerpt = null, string? requestId = null)
        : base(message, HttpStatusCode.Forbidden, bodyExcerpt, requestId)
    {
    }
}
