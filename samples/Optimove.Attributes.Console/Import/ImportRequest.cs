namespace Optimove.Attributes.Console;

/// <summary>What the user asked of an import.</summary>
internal sealed record ImportRequest
{
    /// <summary>The header of the column with the customer ids.</summary>
    public required string IdColumn { get; init; }

    /// <summary>RealFieldNames for columns whose header is not the RealFieldName, each as <c>COLUMN=REALFIELDNAME</c>.</summary>
    public IReadOnlyList<string> Maps { get; init; } = [];

    /// <summary>Whether a blank cell takes the customer's value away; else it is left out.</summary>
    public bool ClearBlanks { get; init; }

    /// <summary>Whether to create what the catalog lacks.</summary>
    public bool Create { get; init; }
}
