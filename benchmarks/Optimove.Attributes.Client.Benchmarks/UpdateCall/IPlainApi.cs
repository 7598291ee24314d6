using System.Text.Json.Serialization;
using Refit;

namespace Optimove.Attributes.Client.Benchmarks.UpdateCall;

/// <summary>The call as one would write it first.</summary>
internal interface IPlainApi
{
    [Post("/Customers/UpdateCustomerAttributes")]
    Task<PlainAnswer> UpdateAsync([Body] PlainUpdate update);
}

internal sealed record PlainUpdate([property: JsonPropertyName("CustomerNewAttributesValuesList")] List<PlainCustomer> Customers);

internal sealed record PlainCustomer([property: JsonPropertyName("CustomerID")] string CustomerId, [property: JsonPropertyName("Attributes")] List<PlainValue> Attributes);

internal sealed record PlainValue([property: JsonPropertyName("RealFieldName")] string RealFieldName, [property: JsonPropertyName("Value")] string Value);

internal sealed record PlainAnswer([property: JsonPropertyName("requestId")] string? RequestId);
