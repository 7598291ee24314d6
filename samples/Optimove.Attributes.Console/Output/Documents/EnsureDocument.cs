using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record EnsureDocument
{
    [JsonPropertyName("simulator")]
    public required bool Simulator { get; init; }

    [JsonPropertyName("dryRun")]
    public required bool DryRun { get; init; }

    /// <summary>Whether all are there, of the type that was asked for as far as that is known.</summary>
    [JsonPropertyName("ready")]
    public required bool Ready { get; init; }

    [JsonPropertyName("attributes")]
    public required IReadOnlyList<EnsuredDocument> Attributes { get; init; }
}
