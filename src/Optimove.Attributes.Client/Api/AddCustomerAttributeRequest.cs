using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>The body of an Add call.</summary>
public sealed class AddCustomerAttributeRequest
{
    /// <summary>The attribute's RealFieldName.</summary>
    public required string Name { get; init; }

    /// <summary>One of <c>DECIMAL(19,4)</c>, <c>INT</c>, <c>BIGINT</c>, <c>DATE</c>, <c>VARCHAR(X)</c>, <c>NVARCHAR(X)</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What every customer gets at first; left out when <see langword="null"/>.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>Where the outcome is POSTed; left out when <see langword="null"/>.</summary>
    [JsonPropertyName("CallbackURL")]
    public string? CallbackUrl { get; init; }
}
