namespace Optimove.Attributes.Client;

/// <summary>What became of one of the attributes that an application needs.</summary>
public sealed class EnsureAttributesEntry
{
    /// <summary>The attribute, as it was asked for.</summary>
    public required AttributeDefinition Definition { get; init; }

    /// <summary>What became of it.</summary>
    public required EnsureState State { get; init; }

    /// <summary>The type that the attribute has; <see langword="null"/> where the catalog does not say (it is not documented to).</summary>
    public AttributeType? ListedType { get; init; }

    /// <summary>Whether the attribute is there with another type than was asked for. Nothing can change it; use another name.</summary>
    public bool HasTypeConflict { get; init; }

    /// <summary>Why it was rejected; <see langword="null"/> where it was not, or where no reason is given.</summary>
    public AddErrorCode? Error { get; init; }

    /// <summary>The vendor's own words of a refusal; <see langword="null"/> for none.</summary>
    public string? Message { get; init; }
}
