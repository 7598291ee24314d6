using System.Text.Json;

namespace Optimove.Attributes.Client;

/// <summary>One attribute of the tenant's data model.</summary>
/// <remarks>The documented answer has <see cref="RealFieldName"/> and <see cref="Description"/> alone; the rest is read where the server sends it (assumed).</remarks>
public sealed class CatalogEntry
{
    /// <summary>The name by which the API knows the attribute.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>What the attribute means, in the tenant's words.</summary>
    public string? Description { get; init; }

    /// <summary>The name that people see in the vendor's screens; <see langword="null"/> where the server does not say.</summary>
    public string? Alias { get; init; }

    /// <summary>The type; <see langword="null"/> where the server does not say.</summary>
    public AttributeType? Type { get; init; }

    /// <summary>How values come in, such as <c>API</c>, <c>Batch</c>, <c>Data Ingestion</c> or <c>Real-Time</c>, as the server writes it; <see langword="null"/> where it does not say.</summary>
    public string? Source { get; init; }

    /// <summary>When the attribute was created; <see langword="null"/> where the server does not say. A time without an offset reads as UTC (assumed).</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the attribute was last updated; <see langword="null"/> where the server does not say. A time without an offset reads as UTC (assumed).</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Every other field of the answer, by the name that the server gave it; a time that could not be read is here too.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalFields { get; init; } = new Dictionary<string, JsonElement>();
}
