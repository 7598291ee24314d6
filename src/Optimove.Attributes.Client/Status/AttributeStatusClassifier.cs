namespace Optimove.Attributes.Client;

/// <summary>Classifies attributes as the vendor's screen does, by source and recency. Pure: the same evidence at the same moment gives the same verdict.</summary>
public static class AttributeStatusClassifier
{
    /// <summary>The vendor's 30 days.</summary>
    internal static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(30);

    /// <summary>Classifies an attribute.</summary>
    /// <param name="evidence">What is known of it.</param>
    /// <param name="now">The moment; its offset plays no part.</param>
    /// <param name="recencyWindow">How long an update is recent, its last moment included, above zero; <see langword="null"/> for the vendor's 30 days.</param>
    /// <returns>The classification. Without evidence it is <see cref="AttributeStatus.Unknown"/>, never a guess.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="evidence"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="recencyWindow"/> is zero or less.</exception>
    /// <remarks>
    /// For each of the two axes the strongest evidence decides, in the order of <see cref="EvidenceKind"/>; what weaker evidence says otherwise is in
    /// <see cref="AttributeClassification.Contradictions"/>. An update in the future, by a clock that differs, is recent.
    /// </remarks>
    public static AttributeClassification Classify(AttributeEvidence evidence, DateTimeOffset now, TimeSpan? recencyWindow = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var window = recencyWindow ?? DefaultWindow;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero, nameof(recencyWindow));

        var contradictions = new List<ContradictingEvidence>();
        var (source, sourceEvidence) = FindSource(evidence, contradictions);
        var (lastUpdate, recency, recencyEvidence) = FindRecency(evidence, now, window, contradictions);
        var status = (source, recency) switch
        {
            (AttributeSource.RealTime, _) => AttributeStatus.RealTime,
            (AttributeSource.Api, AttributeRecency.Recent) => AttributeStatus.ApiActive,
            (AttributeSource.Api, AttributeRecency.Stale or AttributeRecency.Never) => AttributeStatus.ApiStale,
            (AttributeSource.Batch, AttributeRecency.Recent or AttributeRecency.Stale) => AttributeStatus.BatchUpdatedViaApi,
            (AttributeSource.Batch, AttributeRecency.Never) => AttributeStatus.BatchOnly,
            _ => AttributeStatus.Unknown,
        };
        return new AttributeClassification
        {
            RealFieldName = evidence.RealFieldName,
            Status = status,
            Source = source,
            Recency = recency,
            LastApiUpdate = lastUpdate?.ToUniversalTime(),
            BecomesStaleAt = status == AttributeStatus.ApiActive ? Add(lastUpdate!.Value, window) : null,
            SourceEvidence = sourceEvidence,
            RecencyEvidence = recencyEvidence,
            Evidence = evidence,
            Contradictions = contradictions,
        };
    }

    /// <summary>What the catalog's word for a source means (assumed).</summary>
    internal static AttributeSource ReadSource(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "API" => AttributeSource.Api,
        "BATCH" or "DATA INGESTION" => AttributeSource.Batch,
        "REAL-TIME" => AttributeSource.RealTime,
        _ => AttributeSource.Unknown,
    };

    private static (AttributeSource Source, EvidenceKind Evidence) FindSource(AttributeEvidence evidence, List<ContradictingEvidence> contradictions)
    {
        (AttributeSource Source, EvidenceKind Kind)[] claims =
        [
            (ReadSource(evidence.CatalogSource), EvidenceKind.Catalog),
            (evidence.LedgerCreated ? AttributeSource.Api : AttributeSource.Unknown, EvidenceKind.Ledger),
            (evidence.DeclaredSource ?? AttributeSource.Unknown, EvidenceKind.Declaration),
            (evidence is { LedgerIsComplete: true, LedgerCreated: false } ? AttributeSource.Batch : AttributeSource.Unknown, EvidenceKind.LedgerIsComplete),
        ];
        var found = Array.Find(claims, static claim => claim.Source != AttributeSource.Unknown);
        foreach (var claim in claims.Where(claim => claim.Source != AttributeSource.Unknown && claim.Source != found.Source))
        {
            // A complete ledger that did not create it says "not through the API": no more.
            if (claim.Kind != EvidenceKind.LedgerIsComplete)
            {
                contradictions.Add(new() { Kind = claim.Kind, Source = claim.Source, Message = $"{Name(claim.Kind)} says the source is {claim.Source}." });
            }
            else if (found.Source == AttributeSource.Api)
            {
                contradictions.Add(new() { Kind = claim.Kind, Message = "The ledger is declared complete, and does not hold that the attribute was created through the API." });
            }
        }

        return found;
    }

    private static (DateTimeOffset? LastUpdate, AttributeRecency Recency, EvidenceKind Evidence) FindRecency(
        AttributeEvidence evidence, DateTimeOffset now, TimeSpan window, List<ContradictingEvidence> contradictions)
    {
        if (evidence.CatalogUpdatedAt is { } inCatalog)
        {
            var recency = Measure(inCatalog);
            if (evidence.LedgerUpdatedAt is { } alsoInLedger && Measure(alsoInLedger) != recency)
            {
                contradictions.Add(new()
                {
                    Kind = EvidenceKind.Ledger,
                    LastApiUpdate = alsoInLedger.ToUniversalTime(),
                    Message = $"{Name(EvidenceKind.Ledger)} says the last update through the API is {Measure(alsoInLedger)}.",
                });
            }

            return (inCatalog, recency, EvidenceKind.Catalog);
        }

        if (evidence.LedgerUpdatedAt is { } inLedger)
        {
            return (inLedger, Measure(inLedger), EvidenceKind.Ledger);
        }

        // Only what it saw from the beginning on can a ledger know to have never happened.
        return evidence.LedgerCreated ? (null, AttributeRecency.Never, EvidenceKind.Ledger)
            : evidence.LedgerIsComplete ? (null, AttributeRecency.Never, EvidenceKind.LedgerIsComplete)
            : (null, AttributeRecency.Unknown, EvidenceKind.None);

        AttributeRecency Measure(DateTimeOffset update) => now - update <= window ? AttributeRecency.Recent : AttributeRecency.Stale;
    }

    private static string Name(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Catalog => "The catalog",
        EvidenceKind.Ledger => "The ledger",
        _ => "The declaration",
    };

    private static DateTimeOffset Add(DateTimeOffset time, TimeSpan window)
    {
        var utc = time.ToUniversalTime();
        return window > DateTimeOffset.MaxValue - utc ? DateTimeOffset.MaxValue : utc + window;
    }
}
