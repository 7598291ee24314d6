using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>One attribute of a customer, as the server holds it.</summary>
public sealed class ProfileEntry
{
    /// <summary>The name by which the API knows the attribute.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>The name that people see in the vendor's screens; <see langword="null"/> where the server gives none.</summary>
    public string? Alias { get; init; }

    /// <summary>The type as the server names it, usually without a length.</summary>
    public required AttributeType Type { get; init; }

    /// <summary>The value as the server wrote it; <see langword="null"/> where the customer has none. Compare it with <see cref="Matches"/>, never as text.</summary>
    public string? Value { get; init; }

    private bool IsText => Type.Kind is AttributeTypeKind.VarChar or AttributeTypeKind.NVarChar;

    /// <summary>Whether the server holds what was sent, compared by type and not as text.</summary>
    /// <param name="sent">The value that was sent.</param>
    /// <returns>
    /// Whether they are the same: <c>2022-10-21</c> and <c>10/21/2022 00:00:00</c>, <c>0</c> and <c>0.0000</c>, <c>Gold</c> and <c>gold</c>
    /// (the vendor compares text without regard to case); <see cref="AttributeValue.Clear"/> matches no value and a date's "no date". An attribute of
    /// text holds text, whatever was sent to it: there <c>7</c> is not <c>007</c>.
    /// </returns>
    public bool Matches(AttributeValue sent)
    {
        if (sent.Kind is AttributeValueKind.Clear or AttributeValueKind.None)
        {
            return sent.Kind == AttributeValueKind.Clear && (Value is null || (!IsText && ValueText.TryReadDate(Value, out var none) && none is null));
        }

        if (Value is null)
        {
            return false;
        }

        var text = sent.ToString();
        if (IsText)
        {
            return string.Equals(text, Value, StringComparison.OrdinalIgnoreCase);
        }

        var isNumber = sent.Kind is AttributeValueKind.Integer or AttributeValueKind.Decimal
            || Type.Kind is AttributeTypeKind.Int or AttributeTypeKind.BigInt or AttributeTypeKind.Decimal;
        if (isNumber && ValueText.TryReadDecimal(text, out var sentNumber) && ValueText.TryReadDecimal(Value, out var number))
        {
            return sentNumber == number;
        }

        var isDate = sent.Kind == AttributeValueKind.Date || Type.Kind == AttributeTypeKind.Date;
        if (isDate && ValueText.TryReadDate(text, out var sentDate) && ValueText.TryReadDate(Value, out var date))
        {
            return sentDate == date;
        }

        return string.Equals(text, Value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads the value as a whole number of 32 bits, in the invariant culture.</summary>
    /// <returns>The number; <see langword="null"/> where the customer has no value.</returns>
    /// <exception cref="FormatException">The value is not such a number.</exception>
    public int? AsInt32() =>
        AsInt64() is not { } number ? null
        : number is >= int.MinValue and <= int.MaxValue ? (int)number
        : throw NotA("a whole number of 32 bits");

    /// <summary>Reads the value as a whole number of 64 bits, in the invariant culture.</summary>
    /// <returns>The number; <see langword="null"/> where the customer has no value.</returns>
    /// <exception cref="FormatException">The value is not such a number.</exception>
    public long? AsInt64() =>
        AsDecimal() is not { } number ? null
        : number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue ? (long)number
        : throw NotA("a whole number of 64 bits");

    /// <summary>Reads the value as a decimal, in the invariant culture.</summary>
    /// <returns>The number; <see langword="null"/> where the customer has no value.</returns>
    /// <exception cref="FormatException">The value is not a number.</exception>
    public decimal? AsDecimal() =>
        Value is null ? null
        : ValueText.TryReadDecimal(Value, out var number) ? number
        : throw NotA("a number");

    /// <summary>Reads the value as a day, from <c>MM/dd/yyyy HH:mm:ss</c> or ISO 8601, as written: no time zone shifts it.</summary>
    /// <returns>The day; <see langword="null"/> where the customer has no value, or the vendor's "no date", <c>01/01/1900</c>.</returns>
    /// <exception cref="FormatException">The value is not a date.</exception>
    public DateOnly? AsDate() =>
        Value is null ? null
        : ValueText.TryReadDate(Value, out var date) ? date
        : throw NotA("a date");

    private FormatException NotA(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The value of {ValueText.Printable(RealFieldName)}, of type {ValueText.Printable(Type.ToString())}, is not {what}."));
}
