using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record AddDocument
{
    [JsonPropertyName("simulator")]
    public required bool Simulator { get; init; }

    [JsonPropertyName("realFieldName")]
    public required string RealFieldName { get; init; }

    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("defaultValue")]
    public string? DefaultValue { get; init; }

    /// <summary>The server took the call; it creates the attribute later and may still refuse it then.</summary>
    [JsonPropertyName("accepted")]
    public required bool Accepted { get; init; }

    [JsonPropertyName("requestId")]
    public string? RequestId { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
