using System.Globalization;
using System.Text.RegularExpressions;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>One of the six types: which values fit it, and how the server shows them.</summary>
internal sealed partial class FieldType
{
    private const decimal DecimalBound = 1_000_000_000_000_000m;
    private const string NoDate = "01/01/1900 00:00:00";

    private readonly int _length;

    private FieldType(string name, string shownAs, int length = 0)
    {
        Name = name;
        ShownAs = shownAs;
        _length = length;
    }

    /// <summary>As it is written in an Add call.</summary>
    public string Name { get; }

    /// <summary>As it was seen in answers, without a length.</summary>
    public string ShownAs { get; }

    /// <summary>What a customer without a value shows: "no date" for a date, nothing for the others (seen for dates, assumed for the rest).</summary>
    public string? ShownWithoutValue => ShownAs == "Date" ? NoDate : null;

    public static FieldType? TryParse(string text)
    {
        switch (text.ToUpperInvariant())
        {
            case "INT":
                return new("INT", "Int");
            case "BIGINT":
                return new("BIGINT", "Bigint");
            case "DATE":
                return new("DATE", "Date");
            case "DECIMAL(19,4)":
                return new("DECIMAL(19,4)", "Decimal");
        }

        var match = Sized().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["length"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length < 1)
        {
            return null;
        }

        return match.Groups["national"].Length > 0
            ? new($"NVARCHAR({length})", "Nvarchar", length)
            : new($"VARCHAR({length})", "Varchar", length);
    }

    public bool Fits(string value) => ShownAs switch
    {
        "Int" => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "Bigint" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "Decimal" => TryReadDecimal(value, out var number) && Math.Abs(number) < DecimalBound,
        "Date" => TryReadDate(value, out _),
        _ => value.Length <= _length,
    };

    /// <summary>As it was seen in answers: decimals with four places, dates month first with a time.</summary>
    public string Show(string value) => ShownAs switch
    {
        "Decimal" when TryReadDecimal(value, out var number) => number.ToString("F4", CultureInfo.InvariantCulture),
        "Date" when TryReadDate(value, out var date) => date.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture) + " 00:00:00",
        _ => value,
    };

    private static bool TryReadDecimal(string value, out decimal number) =>
        decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static bool TryReadDate(string value, out DateOnly date) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    [GeneratedRegex(@"^(?<national>N)?VARCHAR\((?<length>[0-9]+)\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sized();
}
