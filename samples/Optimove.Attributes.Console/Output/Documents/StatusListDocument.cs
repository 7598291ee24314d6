using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record StatusListDocument
{
    [JsonPropertyName("simulator")]
    public required bool Simulator { get; init; }

    [JsonPropertyName("attributes")]
    public required IReadOnlyList<StatusDocument> Attributes { get; init; }
}
