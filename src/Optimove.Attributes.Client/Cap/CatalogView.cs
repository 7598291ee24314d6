namespace Optimove.Attributes.Client;

/// <summary>What the catalog says for the cap.</summary>
internal sealed class CatalogView
{
    /// <param name="entries">The catalog.</param>
    /// <param name="readAt">When the reading began: what came later may be missing.</param>
    public CatalogView(IReadOnlyList<CatalogEntry> entries, DateTimeOffset readAt)
    {
        ReadAt = readAt;
        Names = entries.Select(static entry => entry.RealFieldName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        ApiNames = entries.Where(static entry => AttributeStatusClassifier.ReadSource(entry.Source) == AttributeSource.Api).Select(static entry => entry.RealFieldName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        NamesSources = entries.Count > 0 && entries.All(static entry => AttributeStatusClassifier.ReadSource(entry.Source) != AttributeSource.Unknown);
    }

    public DateTimeOffset ReadAt { get; }

    public IReadOnlySet<string> Names { get; }

    public IReadOnlySet<string> ApiNames { get; }

    /// <summary>Whether it says of every attribute where it comes from, so that none can be missing in <see cref="ApiNames"/>.</summary>
    public bool NamesSources { get; }
}
