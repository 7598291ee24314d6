using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record ProfileEntryDocument
{
    [JsonPropertyName("realFieldName")]
    public required string RealFieldName { get; init; }

    [JsonPropertyName("alias")]
    public string? Alias { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>As the server wrote it; <see langword="null"/>, and written so, where the customer has none.</summary>
    [JsonPropertyName("value")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Value { get; init; }

    public static ProfileEntryDocument From(ProfileEntry entry) => new()
    {
        RealFieldName = entry.RealFieldName,
        Alias = entry.Alias,
        Type = entry.Type.ToString() is { Length: > 0 } type ? type : null,
        Value = entry.Value,
    };
}
