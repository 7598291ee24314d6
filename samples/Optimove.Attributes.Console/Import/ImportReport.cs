namespace Optimove.Attributes.Console;

/// <summary>What an import did.</summary>
internal sealed record ImportReport
{
    public required ImportScan Scan { get; init; }

    public required DeliveryCounts Counts { get; init; }

    /// <summary>How many values gave way to a newer one of the same customer and attribute before they left; each shares the fate of the newer one.</summary>
    public required long Replaced { get; init; }

    /// <summary>The attributes whose creation the server accepted.</summary>
    public required IReadOnlyList<AttributeDefinition> Created { get; init; }

    public required IReadOnlyList<Failure> Failures { get; init; }

    public int ExitCode => Failure.WorstExitCode(Failures);
}
