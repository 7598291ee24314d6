namespace Optimove.Attributes.Client;

/// <summary>What a part of a classification rests on, strongest first.</summary>
public enum EvidenceKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The tenant's catalog says so, in fields that the vendor does not document (assumed).</summary>
    Catalog = 1,

    /// <summary>The <see cref="IAttributeLedger"/> holds what this application did.</summary>
    Ledger = 2,

    /// <summary>The user declared it for this attribute: <see cref="IOptimoveAttributesClient.DeclareAsync"/>.</summary>
    Declaration = 3,

    /// <summary>The user declared the ledger complete, and it holds nothing: <see cref="IOptimoveAttributesClient.DeclareLedgerCompleteAsync"/>.</summary>
    LedgerIsComplete = 4,
}
