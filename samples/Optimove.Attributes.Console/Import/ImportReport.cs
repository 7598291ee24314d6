namespace Optimove.Attributes.Console;

/// <summary>What an import did.</summary>
internal sealed record ImportReport
{
    public required ImportScan Scan { get; init; }

    public required Delivery Delivery { get; init; }

    /// <summary>The attributes whose creation the server accepted.</summary>
    public required IReadOnlyList<AttributeDefinition> Created { get; init; }
}
