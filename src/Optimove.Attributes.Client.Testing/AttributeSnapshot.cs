namespace Optimove.Attributes.Client.Testing;

/// <summary>One attribute of the simulated tenant, as it was when it was asked for.</summary>
public sealed record AttributeSnapshot
{
    /// <summary>The name, as it was created.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>The type, such as <c>VARCHAR(10)</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The description in the catalog.</summary>
    public required string Description { get; init; }

    /// <summary>How it came into the data model.</summary>
    public required SimulatedSource Source { get; init; }

    /// <summary>What every customer has who was given nothing else; <see langword="null"/> for nothing.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>Whether the vendor's support has opened it for updates; if not, values are refused as <c>UPDATE_FIELD_TEMPORARY_UNAVAILABLE</c>.</summary>
    public required bool IsOpenForUpdates { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a value was last applied; <see langword="null"/> for never.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
