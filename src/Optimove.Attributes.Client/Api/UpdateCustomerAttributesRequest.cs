using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>The body of an Update call.</summary>
public sealed class UpdateCustomerAttributesRequest
{
    /// <summary>The customers and their values; each is written as <c>{"CustomerID":...,"Attributes":[{"RealFieldName":...,"Value":...}]}</c>.</summary>
    [JsonPropertyName("CustomerNewAttributesValuesList")]
    public required IReadOnlyCollection<CustomerUpdate> Updates { get; init; }

    /// <summary>Where the outcome is POSTed; left out when <see langword="null"/>.</summary>
    [JsonPropertyName("CallbackURL")]
    public string? CallbackUrl { get; init; }

    /// <summary>Whether an attempt was taken by the server, or may have been although it failed or was cancelled. The pipeline sets it.</summary>
    internal bool MayHaveArrived { get; set; }
}
