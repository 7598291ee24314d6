namespace Optimove.Attributes.Client;

/// <summary>All that is known of an attribute when it is classified.</summary>
public sealed record AttributeEvidence
{
    /// <summary>The attribute.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>Whether the tenant's catalog lists the attribute; it says nothing of the status.</summary>
    public bool IsListed { get; init; } = true;

    /// <summary>The source as the catalog writes it: <c>API</c>, <c>Batch</c>, <c>Data Ingestion</c> or <c>Real-Time</c>, in any letter case. Any other says nothing; <see langword="null"/> where the catalog names none.</summary>
    public string? CatalogSource { get; init; }

    /// <summary>When the catalog says that the attribute was last updated, taken as through the API (assumed); <see langword="null"/> where it does not say.</summary>
    public DateTimeOffset? CatalogUpdatedAt { get; init; }

    /// <summary>Whether the ledger holds that this application created the attribute.</summary>
    public bool LedgerCreated { get; init; }

    /// <summary>When this application last updated the attribute, by the ledger; <see langword="null"/> for never.</summary>
    public DateTimeOffset? LedgerUpdatedAt { get; init; }

    /// <summary>The source that the user declared; <see langword="null"/> for none.</summary>
    public AttributeSource? DeclaredSource { get; init; }

    /// <summary>Whether the user declared the ledger complete: what it does not hold did not happen.</summary>
    public bool LedgerIsComplete { get; init; }
}
