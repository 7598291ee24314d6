using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>Why a value was not applied. One that is not documented is kept as it came. Codes compare without regard to case.</summary>
[JsonConverter(typeof(UpdateErrorCodeJsonConverter))]
public readonly struct UpdateErrorCode : IEquatable<UpdateErrorCode>
{
    private readonly string? _name;

    /// <summary>Takes a code as the vendor writes it: by its name, or by its number.</summary>
    /// <param name="text">The code, such as <c>INVALID_VALUE</c> or <c>3</c>.</param>
    public UpdateErrorCode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _name = text switch
        {
            "1" => "INVALID_CUSTOMER",
            "2" => "INVALID_FIELD",
            "3" => "INVALID_VALUE",
            "4" => "UPDATE_FIELD_TEMPORARY_UNAVAILABLE",
            _ => text,
        };
    }

    /// <summary><c>INVALID_CUSTOMER</c>: there is no such customer.</summary>
    public static UpdateErrorCode InvalidCustomer { get; } = new("1");

    /// <summary><c>INVALID_FIELD</c>: there is no such attribute, or not yet.</summary>
    public static UpdateErrorCode InvalidField { get; } = new("2");

    /// <summary><c>INVALID_VALUE</c>: the value does not fit the attribute.</summary>
    public static UpdateErrorCode InvalidValue { get; } = new("3");

    /// <summary><c>UPDATE_FIELD_TEMPORARY_UNAVAILABLE</c>: the vendor's support must first open this attribute for updates. Despite its name it lasts: sending again does not help.</summary>
    public static UpdateErrorCode FieldUnavailable { get; } = new("4");

    /// <summary>Compares two codes.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are the same.</returns>
    public static bool operator ==(UpdateErrorCode left, UpdateErrorCode right) => left.Equals(right);

    /// <summary>Compares two codes.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(UpdateErrorCode left, UpdateErrorCode right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(UpdateErrorCode other) => string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UpdateErrorCode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    /// <summary>The code's name.</summary>
    /// <returns>Such as <c>INVALID_VALUE</c>.</returns>
    public override string ToString() => _name ?? string.Empty;
}
