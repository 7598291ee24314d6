namespace Optimove.Attributes.Client;

/// <summary>The server took an Add call. The attribute is created later, up to a minute, and may still be refused then.</summary>
public sealed class AddAttributeReceipt
{
    /// <summary>The attribute that was asked for.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>The server's id for the call; <see langword="null"/> where it gave none (no answer body is documented).</summary>
    public string? RequestId { get; init; }

    /// <summary>The text with which the server answered, where it was a bare JSON string; else <see langword="null"/>.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// The id of the call in its token, by which <see cref="IOptimoveCallbackHandler"/> is told the outcome; <see langword="null"/> where none was asked for
    /// (<see cref="CallbackOptions.PublicAddress"/>).
    /// </summary>
    public string? CallId { get; init; }
}
