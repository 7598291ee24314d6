using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Optimove.Attributes.Client;

/// <summary>
/// The type of a customer attribute: one of the six that can be created, or what the server named when an attribute was read.
/// </summary>
/// <remarks>
/// Types compare by their wire form, without regard to case. A type that was read may lack its length
/// (<c>Varchar</c>) or be of a kind this version does not know; its text is kept.
/// </remarks>
public readonly partial struct AttributeType : IEquatable<AttributeType>
{
    private const string DecimalText = "DECIMAL(19,4)";

    private readonly string? _text;

    private AttributeType(AttributeTypeKind kind, string text, int? length = null)
    {
        Kind = kind;
        Length = length;
        _text = text;
    }

    /// <summary><c>INT</c>: a whole number from -2,147,483,648 to 2,147,483,647.</summary>
    public static AttributeType Int { get; } = new(AttributeTypeKind.Int, "INT");

    /// <summary><c>BIGINT</c>: a whole number of 64 bits.</summary>
    public static AttributeType BigInt { get; } = new(AttributeTypeKind.BigInt, "BIGINT");

    /// <summary><c>DECIMAL(19,4)</c>: at most 15 digits before the point and 4 after it.</summary>
    public static AttributeType Decimal { get; } = new(AttributeTypeKind.Decimal, DecimalText);

    /// <summary><c>DATE</c>: a day, without a time.</summary>
    public static AttributeType Date { get; } = new(AttributeTypeKind.Date, "DATE");

    /// <summary>Which of the documented kinds this is; <see cref="AttributeTypeKind.Unknown"/> for any other.</summary>
    public AttributeTypeKind Kind { get; }

    /// <summary>
    /// The most characters a <c>VARCHAR</c> or <c>NVARCHAR</c> holds; <see langword="null"/> for other kinds, and where the
    /// server named the kind without its length.
    /// </summary>
    public int? Length { get; }

    /// <summary>Whether the attribute can be created with this type: it is one of the six, with its length where it has one.</summary>
    internal bool IsCreatable => Kind switch
    {
        AttributeTypeKind.Unknown => false,
        AttributeTypeKind.Decimal => _text == DecimalText,
        AttributeTypeKind.VarChar or AttributeTypeKind.NVarChar => Length > 0,
        _ => true,
    };

    /// <summary><c>VARCHAR(X)</c>: text of at most <paramref name="length"/> characters.</summary>
    /// <param name="length">The most characters, from 1. The vendor does not document the largest.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public static AttributeType VarChar(int length) => Sized(AttributeTypeKind.VarChar, "VARCHAR", length);

    /// <summary><c>NVARCHAR(X)</c>: text of any script, of at most <paramref name="length"/> characters.</summary>
    /// <param name="length">The most characters, from 1. The vendor does not document the largest.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public static AttributeType NVarChar(int length) => Sized(AttributeTypeKind.NVarChar, "NVARCHAR", length);

    /// <summary>Reads a type as it is written for the API, in any letter case.</summary>
    /// <param name="text">One of <c>DECIMAL(19,4)</c>, <c>INT</c>, <c>BIGINT</c>, <c>DATE</c>, <c>VARCHAR(X)</c>, <c>NVARCHAR(X)</c>.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException"><paramref name="text"/> is none of the six.</exception>
    public static AttributeType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var type)
            ? type
            : throw new FormatException(
                "Not an attribute type. It is one of DECIMAL(19,4), INT, BIGINT, DATE, VARCHAR(X), NVARCHAR(X), X from 1.");
    }

    /// <summary>Reads a type as it is written for the API, in any letter case.</summary>
    /// <param name="text">One of <c>DECIMAL(19,4)</c>, <c>INT</c>, <c>BIGINT</c>, <c>DATE</c>, <c>VARCHAR(X)</c>, <c>NVARCHAR(X)</c>.</param>
    /// <param name="type">The type, where <paramref name="text"/> is one of the six.</param>
    /// <returns>Whether <paramref name="text"/> is one of the six.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out AttributeType type)
    {
        type = Read(text);
        if (type.IsCreatable)
        {
            return true;
        }

        type = default;
        return false;
    }

    /// <summary>Whether two types have the same wire form.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(AttributeType left, AttributeType right) => left.Equals(right);

    /// <summary>Whether two types differ in their wire form.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(AttributeType left, AttributeType right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AttributeType other) => string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is AttributeType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    /// <summary>The wire form, such as <c>VARCHAR(10)</c>; for a kind this version does not know, the server's text.</summary>
    /// <returns>The text; empty for <see langword="default"/>.</returns>
    public override string ToString() => _text ?? string.Empty;

    /// <summary>Whether the server may mean this type by what it names, which may lack the length.</summary>
    internal bool MayBe(AttributeType read) =>
        read.Kind == AttributeTypeKind.Unknown || (read.Kind == Kind && (!read.ToString().Contains('(', StringComparison.Ordinal) || read.Equals(this)));

    /// <summary>Reads what the server names: with or without a length, known or not. Never fails.</summary>
    internal static AttributeType Read(string? text)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        var match = Shape().Match(trimmed);
        if (!match.Success)
        {
            return new(AttributeTypeKind.Unknown, trimmed);
        }

        var name = match.Groups["name"].Value.ToUpperInvariant();
        var arguments = match.Groups["arguments"].Value.Replace(" ", string.Empty, StringComparison.Ordinal);
        return (name, arguments) switch
        {
            ("INT", "") => Int,
            ("BIGINT", "") => BigInt,
            ("DATE", "") => Date,
            ("DECIMAL", "19,4") => Decimal,
            ("DECIMAL", "") => new(AttributeTypeKind.Decimal, name),
            ("DECIMAL", _) => new(AttributeTypeKind.Decimal, $"{name}({arguments})"),
            ("VARCHAR", _) => ReadSized(AttributeTypeKind.VarChar, name, arguments, trimmed),
            ("NVARCHAR", _) => ReadSized(AttributeTypeKind.NVarChar, name, arguments, trimmed),
            _ => new(AttributeTypeKind.Unknown, trimmed),
        };
    }

    private static AttributeType ReadSized(AttributeTypeKind kind, string name, string arguments, string text)
    {
        if (arguments.Length == 0)
        {
            return new(kind, name);
        }

        return int.TryParse(arguments, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0
            ? Sized(kind, name, length)
            : new(AttributeTypeKind.Unknown, text);
    }

    private static AttributeType Sized(AttributeTypeKind kind, string name, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return new(kind, string.Create(CultureInfo.InvariantCulture, $"{name}({length})"), length);
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z]+) *(\( *(?<arguments>[0-9]+( *, *[0-9]+)?) *\))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
