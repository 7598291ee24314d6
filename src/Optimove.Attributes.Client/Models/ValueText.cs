using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>How the server writes values. All of it was seen in captured answers, none of it is documented.</summary>
internal static class ValueText
{
    private static readonly DateOnly NoDate = new(1900, 1, 1);

    private static readonly string[] DateFormats =
    [
        "MM/dd/yyyy HH:mm:ss", "M/d/yyyy H:mm:ss", "MM/dd/yyyy", "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK",
    ];

    public static bool TryReadDecimal(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>The day as it is written, whatever offset follows it; "no date" reads as <see langword="null"/>.</summary>
    public static bool TryReadDate(string text, out DateOnly? date)
    {
        date = null;
        if (!TryReadTimestamp(text, out var timestamp))
        {
            return false;
        }

        var day = DateOnly.FromDateTime(timestamp.DateTime);
        date = day == NoDate ? null : day;
        return true;
    }

    public static bool TryReadTimestamp(string text, out DateTimeOffset timestamp) =>
        DateTimeOffset.TryParseExact(
            text,
            DateFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite,
            out timestamp);

    /// <summary>A name for a message: short, and without characters that could break a line of a log.</summary>
    public static string Printable(string text)
    {
        const int Most = 64;
        var clean = string.Create(Math.Min(text.Length, Most), text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) || source[i] is '\u2028' or '\u2029' ? '?' : source[i];
            }
        });
        return text.Length > Most ? clean + "..." : clean;
    }
}
