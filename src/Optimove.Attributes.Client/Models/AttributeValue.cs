using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>A value to give to a customer's attribute: text, a whole number, a decimal, a day, or <see cref="Clear"/>.</summary>
/// <remarks>
/// <para>Every value travels as text in the invariant culture: a day as <c>yyyy-MM-dd</c>, a decimal with a point.</para>
/// <para>There is no conversion from <see cref="bool"/>, <see cref="double"/> or <see cref="DateTime"/>, because the vendor has no such
/// types: <see cref="FromBoolean"/> makes the choice visible, and a cast to <see cref="decimal"/> or a <see cref="DateOnly"/> does for the others.</para>
/// </remarks>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    // The text, the decimal, or what says the kind: two words do, and updates come in millions.
    private readonly object? _reference;
    private readonly long _bits;

    private AttributeValue(object reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>Takes away the value that the customer has. Sent as <c>null</c>; that this clears is assumed.</summary>
    public static AttributeValue Clear { get; } = new(Tag.Clear);

    internal AttributeValueKind Kind => _reference switch
    {
        string => AttributeValueKind.Text,
        Tag tag => tag.Kind,
        null => AttributeValueKind.None,
        _ => AttributeValueKind.Decimal,
    };

    /// <summary>Text, as it is.</summary>
    /// <param name="value">The text; an empty one is sent as an empty one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is <see langword="null"/>: to take a value away, say <see cref="Clear"/>.</exception>
    public static implicit operator AttributeValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value, 0);
    }

    /// <summary>A whole number of 32 bits.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AttributeValue(int value) => new(Tag.Integer, value);

    /// <summary>A whole number of 64 bits.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AttributeValue(long value) => new(Tag.Integer, value);

    /// <summary>A decimal; it is sent with the digits it has, and the vendor keeps four after the point.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator AttributeValue(decimal value) => new((object)value);

    /// <summary>A day, sent as <c>yyyy-MM-dd</c>.</summary>
    /// <param name="value">The day.</param>
    public static implicit operator AttributeValue(DateOnly value) => new(Tag.Date, value.DayNumber);

    /// <summary>Whether two values are the same.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <summary>Says what a boolean is to become: the vendor has no boolean type, and integrations send <c>TRUE</c>/<c>FALSE</c> or <c>1</c>/<c>0</c>.</summary>
    /// <param name="value">The boolean.</param>
    /// <param name="whenTrue">What to send for <see langword="true"/>.</param>
    /// <param name="whenFalse">What to send for <see langword="false"/>.</param>
    /// <returns>The one of the two that <paramref name="value"/> chooses.</returns>
    public static AttributeValue FromBoolean(bool value, AttributeValue whenTrue, AttributeValue whenFalse) => value ? whenTrue : whenFalse;

    /// <inheritdoc/>
    /// <remarks>Text compares ordinally, decimals by their value whatever their digits; a whole number and a decimal are never the same.</remarks>
    public bool Equals(AttributeValue other) =>
        _bits == other._bits && Equals(_reference, other._reference);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_bits, _reference);

    /// <summary>The text that is sent; empty for <see cref="Clear"/>. It may be personal data: keep it out of logs.</summary>
    /// <returns>The text, in the invariant culture.</returns>
    public override string ToString() => Kind switch
    {
        AttributeValueKind.Text => (string)_reference!,
        AttributeValueKind.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        AttributeValueKind.Decimal => AsDecimal().ToString(CultureInfo.InvariantCulture),
        AttributeValueKind.Date => AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => string.Empty,
    };

    internal string AsText() => (string)_reference!;

    internal long AsInteger() => _bits;

    internal decimal AsDecimal() => Kind == AttributeValueKind.Integer ? _bits : (decimal)_reference!;

    internal DateOnly AsDate() => DateOnly.FromDayNumber((int)_bits);

    private sealed class Tag(AttributeValueKind kind)
    {
        public static readonly Tag Clear = new(AttributeValueKind.Clear);
        public static readonly Tag Integer = new(AttributeValueKind.Integer);
        public static readonly Tag Date = new(AttributeValueKind.Date);

        public AttributeValueKind Kind => kind;
    }
}
