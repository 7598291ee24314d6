using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record StatusDocument
{
    [JsonPropertyName("realFieldName")]
    public required string RealFieldName { get; init; }

    /// <summary><c>apiActive</c>, <c>batchUpdatedViaApi</c>, <c>apiStale</c>, <c>batchOnly</c>, <c>realTime</c> or <c>unknown</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary><c>red</c>, <c>green</c> or <c>orange</c>.</summary>
    [JsonPropertyName("colour")]
    public string? Colour { get; init; }

    [JsonPropertyName("hasLightning")]
    public required bool HasLightning { get; init; }

    [JsonPropertyName("source")]
    public required string Source { get; init; }

    [JsonPropertyName("recency")]
    public required string Recency { get; init; }

    [JsonPropertyName("lastApiUpdate")]
    public DateTimeOffset? LastApiUpdate { get; init; }

    [JsonPropertyName("becomesStaleAt")]
    public DateTimeOffset? BecomesStaleAt { get; init; }

    /// <summary>Whole days until then.</summary>
    [JsonPropertyName("daysUntilStale")]
    public int? DaysUntilStale { get; init; }

    /// <summary>What the source rests on: <c>catalog</c>, <c>ledger</c>, <c>declaration</c>, <c>ledgerIsComplete</c> or <c>none</c>.</summary>
    [JsonPropertyName("sourceEvidence")]
    public required string SourceEvidence { get; init; }

    [JsonPropertyName("recencyEvidence")]
    public required string RecencyEvidence { get; init; }

    [JsonPropertyName("isListed")]
    public required bool IsListed { get; init; }

    [JsonPropertyName("contradictions")]
    public IReadOnlyList<string>? Contradictions { get; init; }

    public static StatusDocument From(AttributeClassification status, DateTimeOffset now) => new()
    {
        RealFieldName = status.RealFieldName,
        Status = Word(status.Status),
        Colour = StatusWords.ColourOf(status.Status),
        HasLightning = status.HasLightning,
        Source = Word(status.Source),
        Recency = Word(status.Recency),
        LastApiUpdate = status.LastApiUpdate,
        BecomesStaleAt = status.BecomesStaleAt,
        DaysUntilStale = DaysUntil(status.BecomesStaleAt, now),
        SourceEvidence = Word(status.SourceEvidence),
        RecencyEvidence = Word(status.RecencyEvidence),
        IsListed = status.Evidence.IsListed,
        Contradictions = status.Contradictions.Count > 0 ? [.. status.Contradictions.Select(static contradiction => contradiction.Message)] : null,
    };

    public static int? DaysUntil(DateTimeOffset? moment, DateTimeOffset now) => moment is { } stale ? (int)Math.Floor((stale - now).TotalDays) : null;

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
