namespace Optimove.Attributes.Client;

/// <summary>The server took an Update call. Values are applied later, up to a minute, and single ones may still be refused then.</summary>
public sealed class UpdateReceipt
{
    /// <summary>How many customers the call held.</summary>
    public required int CustomerCount { get; init; }

    /// <summary>How many values the call held, over all customers.</summary>
    public required int ValueCount { get; init; }

    /// <summary>
    /// The server's id for the call, by which the outcome that is POSTed later names it; <see langword="null"/> where it gave none. Keep it: without it a
    /// rejected value can't be told from the others.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>The text with which the server answered, where it was a bare JSON string; else <see langword="null"/>.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// The id of the call in its token, by which <see cref="IOptimoveCallbackHandler"/> is told the outcome; <see langword="null"/> where none was asked for
    /// (<see cref="CallbackOptions.PublicAddress"/>).
    /// </summary>
    public string? CallId { get; init; }
}
