namespace Optimove.Attributes.Client;

/// <summary>What became of a call that gives values to customers.</summary>
public sealed class UpdateAttributesOutcome : AttributeOutcome
{
    /// <summary>The vendor's id of the call; <see langword="null"/> for none.</summary>
    public string? RequestId { get; init; }

    /// <summary>What was not applied.</summary>
    public IReadOnlyList<UpdateError> Errors { get; init; } = [];
}
