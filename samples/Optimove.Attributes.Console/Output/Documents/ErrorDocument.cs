using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record ErrorDocument
{
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }

    [JsonPropertyName("details")]
    public IReadOnlyList<string>? Details { get; init; }

    /// <summary>How many details there are; <see cref="Details"/> may list fewer.</summary>
    [JsonPropertyName("detailCount")]
    public long? DetailCount { get; init; }

    [JsonPropertyName("statusCode")]
    public int? StatusCode { get; init; }

    [JsonPropertyName("retryAfterSeconds")]
    public double? RetryAfterSeconds { get; init; }

    public static ErrorDocument From(Failure failure) => new()
    {
        Kind = failure.Kind,
        Message = failure.Message,
        Details = failure.DetailCount > 0 ? failure.Details : null,
        DetailCount = failure.DetailCount > 0 ? failure.DetailCount : null,
        StatusCode = failure.StatusCode,
        RetryAfterSeconds = failure.RetryAfterSeconds,
    };
}
