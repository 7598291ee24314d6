namespace Optimove.Attributes.Client;

/// <summary>Evidence that says otherwise than the stronger one on which a classification rests.</summary>
public sealed record ContradictingEvidence
{
    /// <summary>Where it comes from.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>The source that it names, or <see langword="null"/> where it is about the last update, or says no more than "not through the API".</summary>
    public AttributeSource? Source { get; init; }

    /// <summary>The last update through the API that it names, or <see langword="null"/> where it is about the source.</summary>
    public DateTimeOffset? LastApiUpdate { get; init; }

    /// <summary>What it says, in a sentence.</summary>
    public required string Message { get; init; }
}
