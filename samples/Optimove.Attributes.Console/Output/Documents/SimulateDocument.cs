using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record SimulateDocument
{
    [JsonPropertyName("simulator")]
    public required bool Simulator { get; init; }

    [JsonPropertyName("baseAddress")]
    public required Uri BaseAddress { get; init; }

    /// <summary>The key it takes; left out where it is the environment's.</summary>
    [JsonPropertyName("apiKey")]
    public string? ApiKey { get; init; }
}
