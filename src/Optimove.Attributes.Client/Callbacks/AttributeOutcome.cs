namespace Optimove.Attributes.Client;

/// <summary>What the vendor reports of a call, up to a minute after it accepted it. It can be written as JSON and read again, to pass it on to another instance.</summary>
public abstract class AttributeOutcome
{
    private protected AttributeOutcome()
    {
    }

    /// <summary>The id of the call, out of its token; the receipt of the call has the same.</summary>
    public required string CallId { get; init; }

    /// <summary>Whether all of it was done.</summary>
    public required bool IsSuccess { get; init; }
}
