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

    /// <summary>Whether the server took the call.</summary>
    [JsonPropertyName("accepted")]
    public required bool Accepted { get; init; }

    /// <summary><c>confirmed</c>, <c>rejected</c> or <c>unconfirmed</c>.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>The vendor's code for a refusal.</summary>
    [JsonPropertyName("errorId")]
    public string? ErrorId { get; init; }

    [JsonPropertyName("requestId")]
    public string? RequestId { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("error")]
    public ErrorDocument? Error { get; init; }
}
