using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

/// <summary>A command that came to nothing.</summary>
internal sealed record FailedDocument
{
    /// <summary>Not there where the command failed before it had chosen.</summary>
    [JsonPropertyName("simulator")]
    public bool? Simulator { get; init; }

    [JsonPropertyName("error")]
    public required ErrorDocument Error { get; init; }
}
