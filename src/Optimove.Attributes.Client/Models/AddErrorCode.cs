using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>Why an attribute was not created: the vendor's <c>errorId</c>. One that is not documented is kept as it came.</summary>
[JsonConverter(typeof(AddErrorCodeJsonConverter))]
public readonly struct AddErrorCode : IEquatable<AddErrorCode>
{
    private readonly string? _text;

    /// <summary>Takes a code as the vendor writes it.</summary>
    /// <param name="text">The code, such as <c>2</c>.</param>
    public AddErrorCode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    /// <summary><c>1</c>: the API may create no more attributes; 40 are documented.</summary>
    public static AddErrorCode LimitReached { get; } = new("1");

    /// <summary><c>2</c>: an attribute of this RealFieldName exists already.</summary>
    public static AddErrorCode AlreadyExists { get; } = new("2");

    /// <summary><c>3</c>: the type is none of the six.</summary>
    public static AddErrorCode UnknownType { get; } = new("3");

    /// <summary><c>4</c>: the default value does not fit the type.</summary>
    public static AddErrorCode DefaultDoesNotFit { get; } = new("4");

    /// <summary><c>5</c>: a general error.</summary>
    public static AddErrorCode General { get; } = new("5");

    /// <summary>Compares two codes.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are the same.</returns>
    public static bool operator ==(AddErrorCode left, AddErrorCode right) => left.Equals(right);

    /// <summary>Compares two codes.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(AddErrorCode left, AddErrorCode right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AddErrorCode other) => string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AddErrorCode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    /// <summary>The code as the vendor writes it.</summary>
    /// <returns>Such as <c>2</c>.</returns>
    public override string ToString() => _text ?? string.Empty;
}
