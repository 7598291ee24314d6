namespace Optimove.Attributes.Client;

/// <summary>What an attribute's status is, and what that rests on.</summary>
public sealed class AttributeClassification
{
    /// <summary>The attribute.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>The verdict, from <see cref="Source"/> and <see cref="Recency"/>.</summary>
    public required AttributeStatus Status { get; init; }

    /// <summary>How the attribute came into the data model.</summary>
    public required AttributeSource Source { get; init; }

    /// <summary>How long ago it was last updated through the API.</summary>
    public required AttributeRecency Recency { get; init; }

    /// <summary>Whether the vendor's screen shows a lightning.</summary>
    public bool HasLightning => Status is AttributeStatus.ApiActive or AttributeStatus.BatchUpdatedViaApi;

    /// <summary>When it was last updated through the API, in UTC; <see langword="null"/> for never or not known.</summary>
    public DateTimeOffset? LastApiUpdate { get; init; }

    /// <summary>The last moment, in UTC, at which an <see cref="AttributeStatus.ApiActive"/> attribute is one without a further update; <see langword="null"/> for any other status.</summary>
    public DateTimeOffset? BecomesStaleAt { get; init; }

    /// <summary>What <see cref="Source"/> rests on.</summary>
    public EvidenceKind SourceEvidence { get; init; }

    /// <summary>What <see cref="Recency"/> rests on.</summary>
    public EvidenceKind RecencyEvidence { get; init; }

    /// <summary>All evidence there was.</summary>
    public required AttributeEvidence Evidence { get; init; }

    /// <summary>What weaker evidence says otherwise; empty where all agree.</summary>
    public IReadOnlyList<ContradictingEvidence> Contradictions { get; init; } = [];
}
