namespace Optimove.Attributes.Client;

/// <summary>A value, or all values of a customer, that were not applied. It has no text form, because it names a customer.</summary>
public sealed class UpdateError
{
    /// <summary>Why.</summary>
    public required UpdateErrorCode Error { get; init; }

    /// <summary>The customer; <see langword="null"/> where the vendor names none.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The attribute; <see langword="null"/> where the error covers all values that the call has for the customer.</summary>
    public string? RealFieldName { get; init; }
}
