namespace Optimove.Attributes.Console;

/// <summary>What is not known of the cap, for scripts and for people.</summary>
internal static class CapWords
{
    private static readonly (CapUncertainty Flag, string Word, string Sentence)[] All =
    [
        (CapUncertainty.ReachedEarly, "reachedEarly", "The server said that the limit is reached; the names of some that are used are not known."),
        (CapUncertainty.OtherApplications, "otherApplications", "Not known: what other applications created through the API. The catalog does not say where attributes come from."),
        (CapUncertainty.LedgerInMemory, "ledgerInMemory", "Not known: what was created before this program started. The ledger is in memory."),
        (CapUncertainty.CatalogNotRead, "catalogNotRead", "The catalog could not be read."),
    ];

    public static IEnumerable<(string Word, string Sentence)> Of(CapUncertainty uncertainty) =>
        All.Where(entry => uncertainty.HasFlag(entry.Flag)).Select(static entry => (entry.Word, entry.Sentence));
}
