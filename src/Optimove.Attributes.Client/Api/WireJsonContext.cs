using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AnyTextConverter), typeof(CustomerUpdateConverter)])]
[JsonSerializable(typeof(AddCustomerAttributeRequest))]
[JsonSerializable(typeof(UpdateCustomerAttributesRequest))]
[JsonSerializable(typeof(IReadOnlyList<CustomerAttributeResponse>))]
[JsonSerializable(typeof(IReadOnlyList<CatalogEntryResponse>))]
internal sealed partial class WireJsonContext : JsonSerializerContext;
