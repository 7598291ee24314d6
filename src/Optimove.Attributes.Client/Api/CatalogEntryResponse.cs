using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>One attribute of the data model. Fields read in any letter case; the first two are documented, the others are read where they come (assumed).</summary>
public sealed class CatalogEntryResponse
{
    /// <summary>The name by which the API knows the attribute.</summary>
    public string? RealFieldName { get; set; }

    /// <summary>What the attribute means.</summary>
    public string? Description { get; set; }

    /// <summary>The name that people see.</summary>
    public string? Alias { get; set; }

    /// <summary>The type.</summary>
    public string? FieldType { get; set; }

    /// <summary>How values come in: <c>API</c>, <c>Batch</c>, <c>Data Ingestion</c> or <c>Real-Time</c>.</summary>
    public string? Source { get; set; }

    /// <summary>When the attribute was created, as the server writes it.</summary>
    public string? CreatedAt { get; set; }

    /// <summary>When the attribute was last updated, as the server writes it.</summary>
    public string? UpdatedAt { get; set; }

    /// <summary>Every other field.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? AdditionalFields { get; set; }
}
