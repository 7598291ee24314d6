using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record CapDocument
{
    [JsonPropertyName("simulator")]
    public required bool Simulator { get; init; }

    [JsonPropertyName("limit")]
    public required int Limit { get; init; }

    [JsonPropertyName("used")]
    public required int Used { get; init; }

    [JsonPropertyName("left")]
    public required int Left { get; init; }

    [JsonPropertyName("created")]
    public required IReadOnlyList<string> Created { get; init; }

    [JsonPropertyName("onTheirWay")]
    public required IReadOnlyList<string> OnTheirWay { get; init; }

    [JsonPropertyName("unknownCount")]
    public required int UnknownCount { get; init; }

    /// <summary>What may be used besides, each in a word: <c>otherApplications</c>, <c>ledgerInMemory</c>, <c>catalogNotRead</c>, <c>reachedEarly</c>.</summary>
    [JsonPropertyName("uncertainty")]
    public required IReadOnlyList<string> Uncertainty { get; init; }

    public static CapDocument From(bool simulator, CapUsage usage) => new()
    {
        Simulator = simulator,
        Limit = usage.Limit,
        Used = usage.Used,
        Left = usage.Left,
        Created = usage.Created,
        OnTheirWay = usage.OnTheirWay,
        UnknownCount = usage.UnknownCount,
        Uncertainty = [.. CapWords.Of(usage.Uncertainty).Select(static uncertainty => uncertainty.Word)],
    };
}
