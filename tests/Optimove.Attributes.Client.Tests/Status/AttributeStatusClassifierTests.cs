using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Status;

public sealed class AttributeStatusClassifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// By hand, from the vendor's three rectangles: R red with lightning, G green with lightning, O orange; B batch only, T real-time, ? unknown. A star stands for any.
    /// The columns of the updates: never, 29 d 23:59:59 ago, 30 d ago, 30 d and a tick ago, in the future.
    /// </summary>
    private const string Table = """
        catalog   | created | declared | complete || never 29d 30d 30d+ future
        API       | no      | *        | no       || ? R R O R
        API       | no      | *        | yes      || O R R O R
        API       | yes     | *        | *        || O R R O R
        Batch     | no      | *        | no       || ? G G G G
        Batch     | no      | *        | yes      || B G G G G
        Batch     | yes     | *        | *        || B G G G G
        Real-Time | *       | *        | *        || T T T T T
        none      | yes     | *        | *        || O R R O R
        none      | no      | Api      | no       || ? R R O R
        none      | no      | Api      | yes      || O R R O R
        none      | no      | Batch    | no       || ? G G G G
        none      | no      | Batch    | yes      || B G G G G
        none      | no      | RealTime | *        || T T T T T
        none      | no      | none     | yes      || B G G G G
        none      | no      | none     | no       || ? ? ? ? ?
        """;

    private static readonly (string Letter, AttributeStatus Status, bool HasLightning)[] Marks =
    [
        ("R", AttributeStatus.ApiActive, true),
        ("G", AttributeStatus.BatchUpdatedViaApi, true),
        ("O", AttributeStatus.ApiStale, false),
        ("B", AttributeStatus.BatchOnly, false),
        ("T", AttributeStatus.RealTime, false),
        ("?", AttributeStatus.Unknown, false),
    ];

    private static readonly DateTimeOffset?[] Updates =
    [
        null,
        Now - new TimeSpan(29, 23, 59, 59),
        Now - TimeSpan.FromDays(30),
        Now - TimeSpan.FromDays(30) - TimeSpan.FromTicks(1),
        Now + TimeSpan.FromHours(1),
    ];

    [Fact]
    public void Classify_EveryCombination_IsWhatTheTableSays()
    {
        var rows = Table.ReplaceLineEndings("\n").Split('\n').Skip(1)
            .Select(static row => row.Split("||"))
            .Select(static parts => (Keys: parts[0].Split('|').Select(static key => key.Trim()).ToArray(), Verdicts: parts[1].Trim().Split(' ')))
            .ToList();
        var cases =
            from catalog in new[] { "API", "Batch", "Real-Time", "none" }
            from created in new[] { false, true }
            from declared in new AttributeSource?[] { null, AttributeSource.Api, AttributeSource.Batch, AttributeSource.RealTime }
            from complete in new[] { false, true }
            from column in Enumerable.Range(0, Updates.Length)
            from byCatalog in new[] { false, true }
            select (catalog, created, declared, complete, column, byCatalog);

        foreach (var (catalog, created, declared, complete, column, byCatalog) in cases)
        {
            var result = AttributeStatusClassifier.Classify(
                new AttributeEvidence
                {
                    RealFieldName = "A",
                    CatalogSource = catalog == "none" ? null : catalog,
                    CatalogUpdatedAt = byCatalog ? Updates[column] : null,
                    LedgerCreated = created,
                    LedgerUpdatedAt = byCatalog ? null : Updates[column],
                    DeclaredSource = declared,
                    LedgerIsComplete = complete,
                },
                Now);

            string[] keys = [catalog, created ? "yes" : "no", declared?.ToString() ?? "none", complete ? "yes" : "no"];
            var row = Assert.Single(rows, row => row.Keys.Zip(keys).All(static pair => pair.First == "*" || pair.First == pair.Second));
            var (_, status, hasLightning) = Array.Find(Marks, mark => mark.Letter == row.Verdicts[column]);
            Assert.True((result.Status, result.HasLightning) == (status, hasLightning), $"{string.Join(", ", keys)}, column {column}: {result.Status}");
            Assert.Equal(Updates[column], result.LastApiUpdate);
        }

        Assert.Equal(640, cases.Count());
    }

    [Theory]
    [InlineData("api", AttributeSource.Api)]
    [InlineData(" API ", AttributeSource.Api)]
    [InlineData("BATCH", AttributeSource.Batch)]
    [InlineData("Data Ingestion", AttributeSource.Batch)]
    [InlineData("data ingestion", AttributeSource.Batch)]
    [InlineData("real-time", AttributeSource.RealTime)]
    [InlineData("Realtime", AttributeSource.Unknown)]
    [InlineData("", AttributeSource.Unknown)]
    [InlineData("API2", AttributeSource.Unknown)]
    public void Classify_TheCatalogsWord_IsReadInAnyCaseAndNeverGuessed(string word, AttributeSource source)
    {
        var result = AttributeStatusClassifier.Classify(new AttributeEvidence { RealFieldName = "A", CatalogSource = word }, Now);

        Assert.Equal((source, source == AttributeSource.Unknown ? EvidenceKind.None : EvidenceKind.Catalog), (result.Source, result.SourceEvidence));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Classify_InAnyCulture_IsTheSame(string culture)
    {
        using var scope = new CultureScope(culture);

        Assert.Equal(AttributeSource.Batch, AttributeStatusClassifier.Classify(new AttributeEvidence { RealFieldName = "A", CatalogSource = "data ingestion" }, Now).Source);
        Assert.Equal(AttributeSource.Api, AttributeStatusClassifier.Classify(new AttributeEvidence { RealFieldName = "A", CatalogSource = "api" }, Now).Source);
    }

    [Theory]
    [InlineData(-12)]
    [InlineData(0)]
    [InlineData(14)]
    public void Classify_WithOffsets_RegardsTheMomentAlone(int hours)
    {
        var offset = TimeSpan.FromHours(hours);
        var lastMoment = AttributeStatusClassifier.Classify(Created((Now - TimeSpan.FromDays(30)).ToOffset(offset)), Now.ToOffset(-offset));
        var after = AttributeStatusClassifier.Classify(Created((Now - TimeSpan.FromDays(30)).ToOffset(offset)), Now.ToOffset(-offset) + TimeSpan.FromTicks(1));

        Assert.Equal((AttributeStatus.ApiActive, AttributeStatus.ApiStale), (lastMoment.Status, after.Status));
        Assert.Equal((Now, TimeSpan.Zero), (lastMoment.BecomesStaleAt, lastMoment.BecomesStaleAt!.Value.Offset));
        Assert.Equal(TimeSpan.Zero, lastMoment.LastApiUpdate!.Value.Offset);
        Assert.Null(after.BecomesStaleAt);
    }

    [Fact]
    public void Classify_WithAnotherWindow_UsesIt()
    {
        var evidence = Created(Now - TimeSpan.FromDays(7));

        Assert.Equal(AttributeStatus.ApiActive, AttributeStatusClassifier.Classify(evidence, Now, TimeSpan.FromDays(7)).Status);
        Assert.Equal(AttributeStatus.ApiStale, AttributeStatusClassifier.Classify(evidence, Now, TimeSpan.FromDays(7) - TimeSpan.FromTicks(1)).Status);
        Assert.Equal(DateTimeOffset.MaxValue, AttributeStatusClassifier.Classify(evidence, Now, TimeSpan.MaxValue).BecomesStaleAt);
        Assert.Throws<ArgumentOutOfRangeException>("recencyWindow", () => AttributeStatusClassifier.Classify(evidence, Now, TimeSpan.Zero));
    }

    [Fact]
    public void Classify_EvidenceThatDiffers_TakesTheStrongerAndShowsTheOther()
    {
        var result = AttributeStatusClassifier.Classify(
            new AttributeEvidence
            {
                RealFieldName = "A",
                CatalogSource = "Batch",
                CatalogUpdatedAt = Now - TimeSpan.FromDays(40),
                LedgerCreated = true,
                LedgerUpdatedAt = Now - TimeSpan.FromDays(1),
                DeclaredSource = AttributeSource.RealTime,
            },
            Now);

        Assert.Equal((AttributeStatus.BatchUpdatedViaApi, AttributeSource.Batch, AttributeRecency.Stale), (result.Status, result.Source, result.Recency));
        Assert.Equal((EvidenceKind.Catalog, EvidenceKind.Catalog), (result.SourceEvidence, result.RecencyEvidence));
        Assert.Equal(
            ["The ledger says the source is Api.", "The declaration says the source is RealTime.", "The ledger says the last update through the API is Recent."],
            result.Contradictions.Select(static contradiction => contradiction.Message));
        Assert.Equal(Now - TimeSpan.FromDays(1), result.Contradictions[2].LastApiUpdate);
    }

    [Fact]
    public void Classify_AnApiAttributeThatACompleteLedgerDoesNotHold_ShowsThat()
    {
        var result = AttributeStatusClassifier.Classify(new AttributeEvidence { RealFieldName = "A", CatalogSource = "API", LedgerIsComplete = true }, Now);

        var contradiction = Assert.Single(result.Contradictions);
        Assert.Equal((EvidenceKind.LedgerIsComplete, null), (contradiction.Kind, contradiction.Source));
    }

    [Fact]
    public void Classify_EvidenceThatAgrees_ContradictsNothing()
    {
        var realTime = AttributeStatusClassifier.Classify(new AttributeEvidence { RealFieldName = "A", CatalogSource = "Real-Time", LedgerIsComplete = true }, Now);
        var api = AttributeStatusClassifier.Classify(
            Created(Now) with { CatalogSource = "API", CatalogUpdatedAt = Now - TimeSpan.FromHours(1), DeclaredSource = AttributeSource.Api, LedgerIsComplete = true }, Now);

        Assert.Empty(realTime.Contradictions);
        Assert.Empty(api.Contradictions);
    }

    private static AttributeEvidence Created(DateTimeOffset updatedAt) => new() { RealFieldName = "A", LedgerCreated = true, LedgerUpdatedAt = updatedAt };
}
