using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record CustomerDocument
{
    [JsonPropertyName("simulator")]
    public required bool Simulator { get; init; }

    [JsonPropertyName("customer")]
    public required string Customer { get; init; }

    [JsonPropertyName("attributes")]
    public required IReadOnlyList<ProfileEntryDocument> Attributes { get; init; }
}
