using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record ListDocument
{
    [JsonPropertyName("simulator")]
    public required bool Simulator { get; init; }

    [JsonPropertyName("attributes")]
    public required IReadOnlyList<CatalogEntryDocument> Attributes { get; init; }
}
