namespace Optimove.Attributes.Client;

/// <summary>What became of a call that creates an attribute.</summary>
public sealed class AddAttributeOutcome : AttributeOutcome
{
    /// <summary>The attribute, as the vendor names it.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>Why it was not created; <see langword="null"/> where it was, or where no reason is given.</summary>
    public AddErrorCode? Error { get; init; }

    /// <summary>The vendor's own words; <see langword="null"/> for none.</summary>
    public string? Message { get; init; }
}
