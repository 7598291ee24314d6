namespace Optimove.Attributes.Console;

/// <summary>Statuses as the vendor's screen shows them, in words that need no colour.</summary>
internal static class StatusWords
{
    public static string? ColourOf(AttributeStatus status) => status switch
    {
        AttributeStatus.ApiActive => "red",
        AttributeStatus.BatchUpdatedViaApi => "green",
        AttributeStatus.ApiStale => "orange",
        _ => null,
    };

    public static string Of(AttributeSource source) => source switch
    {
        AttributeSource.Api => "API",
        AttributeSource.Batch => "Batch",
        AttributeSource.RealTime => "Real-Time",
        _ => "?",
    };

    /// <summary>In brackets what a source rests on, where that is not the catalog.</summary>
    public static string Of(EvidenceKind evidence) => evidence switch
    {
        EvidenceKind.Ledger => " (ledger)",
        EvidenceKind.Declaration => " (declared)",
        EvidenceKind.LedgerIsComplete => " (ledger declared complete)",
        _ => string.Empty,
    };
}
