using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

internal sealed record DemoDocument
{
    [JsonPropertyName("simulator")]
    public required bool Simulator { get; init; }

    [JsonPropertyName("import")]
    public required DeliveryDocument Import { get; init; }

    [JsonPropertyName("customer")]
    public CustomerDocument? Customer { get; init; }

    [JsonPropertyName("status")]
    public StatusListDocument? Status { get; init; }

    [JsonPropertyName("cap")]
    public CapDocument? Cap { get; init; }
}
