namespace Optimove.Attributes.Client;

/// <summary>What the server answers when it takes an Add or an Update call. The body is not documented: every shape is read, none is needed (assumed).</summary>
public sealed class AcceptedResponse
{
    /// <summary>The server's id for the call, where the body is an object that holds one, under <c>requestId</c> in any letter case.</summary>
    public string? RequestId { get; init; }

    /// <summary>The text, where the body is a bare JSON string.</summary>
    public string? Message { get; init; }

    /// <summary>Whether an earlier attempt of the same call may have been taken too.</summary>
    internal bool IsAfterLostAttempt { get; init; }
}
