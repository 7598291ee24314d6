using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record CatalogEntryDocument
{
    [JsonPropertyName("realFieldName")]
    public required string RealFieldName { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("alias")]
    public string? Alias { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("source")]
    public string? Source { get; init; }

    [JsonPropertyName("createdAt")]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonPropertyName("updatedAt")]
    public DateTimeOffset? UpdatedAt { get; init; }

    [JsonPropertyName("additionalFields")]
    public IReadOnlyDictionary<string, JsonElement>? AdditionalFields { get; init; }

    public static CatalogEntryDocument From(CatalogEntry entry) => new()
    {
        RealFieldName = entry.RealFieldName,
        Description = entry.Description,
        Alias = entry.Alias,
        Type = entry.Type?.ToString(),
        Source = entry.Source,
        CreatedAt = entry.CreatedAt,
        UpdatedAt = entry.UpdatedAt,
        AdditionalFields = entry.AdditionalFields.Count > 0 ? entry.AdditionalFields : null,
    };
}
