using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

[JsonSerializable(typeof(AddDocument))]
[JsonSerializable(typeof(CapDocument))]
[JsonSerializable(typeof(CustomerDocument))]
[JsonSerializable(typeof(DeliveryDocument))]
[JsonSerializable(typeof(DemoDocument))]
[JsonSerializable(typeof(EnsureDocument))]
[JsonSerializable(typeof(FailedDocument))]
[JsonSerializable(typeof(ListDocument))]
[JsonSerializable(typeof(SimulateDocument))]
[JsonSerializable(typeof(StatusListDocument))]
internal sealed partial class ConsoleJsonContext : JsonSerializerContext
{
    // The document goes to a terminal or a file, never into a web page, so letters of any script may stay readable.
    public static ConsoleJsonContext Documents { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    });
}
