using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record DefinitionDocument
{
    [JsonPropertyName("realFieldName")]
    public required string RealFieldName { get; init; }

    [JsonPropertyName("type")]
    public required string Type { get; init; }

    public static DefinitionDocument From(AttributeDefinition definition) => new()
    {
        RealFieldName = definition.RealFieldName,
        Type = definition.Type.ToString(),
    };
}
