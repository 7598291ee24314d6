using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(LedgerContent))]
[JsonSerializable(typeof(LedgerFile))]
internal sealed partial class LedgerJsonContext : JsonSerializerContext;
