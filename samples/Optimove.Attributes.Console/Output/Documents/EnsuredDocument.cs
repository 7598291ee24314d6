using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record EnsuredDocument
{
    [JsonPropertyName("realFieldName")]
    public required string RealFieldName { get; init; }

    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary><c>exists</c>, <c>created</c>, <c>wouldCreate</c>, <c>rejected</c>, <c>unconfirmed</c>; <c>declared</c>, <c>wouldDeclare</c> or <c>missing</c> for one of another source.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>The type that is there, where it is known and another one.</summary>
    [JsonPropertyName("conflictingType")]
    public string? ConflictingType { get; init; }

    [JsonPropertyName("errorId")]
    public string? ErrorId { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonIgnore]
    public bool IsReady => State is "exists" or "created" or "declared" && ConflictingType is null;
}
