using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>The server's answer says no, or is not what was asked for.</summary>
/// <remarks>Its kinds tell 401, 403 and 429 apart. Every whole answer that can't be used ends here: another status, but also a 200 that holds a bare error string or a firewall's HTML page.</remarks>
public class OptimoveApiException : OptimoveException
{
    /// <summary>Reports an answer.</summary>
    /// <param name="message">What the server said, without personal data.</param>
    /// <param name="statusCode">The answer's status.</param>
    /// <param name="bodyExcerpt">The beginning of the answer's body, without personal data; <see langword="null"/> where it was empty.</param>
    /// <param name="requestId">The server's id for the call, where the answer holds one.</param>
    public OptimoveApiException(string message, HttpStatusCode statusCode, string? bodyExcerpt = null, string? requestId = null)
        : base(message, null)
    {
        StatusCode = statusCode;
        BodyExcerpt = bodyExcerpt;
        RequestId = requestId;
    }

    /// <summary>The answer's status; 200 where an answer of that status held an error or was not what was asked for.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>
    /// The beginning of the answer's body, at most 512 characters, with the key, the customer ids and the values of the call's own request masked by
    /// <c>***</c>; <see langword="null"/> where the body was empty, and where a read was answered with 200 and data that does not read.
    /// </summary>
    public string? BodyExcerpt { get; }

    /// <summary>The server's id for the call, to quote to its support; <see langword="null"/> where the answer has none.</summary>
    public string? RequestId { get; }
}
