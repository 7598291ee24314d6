using System.Globalization;
using System.Text;

namespace Optimove.Attributes.Console;

/// <summary>Makes data safe to print: a value of the server must neither break a line nor command the terminal.</summary>
internal static class Printable
{
    public static string From(string text)
    {
        if (!text.Any(NeedsEscape))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\n' => printable.Append("\\n"),
                '\r' => printable.Append("\\r"),
                '\t' => printable.Append("\\t"),
                _ when NeedsEscape(character) => printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => printable.Append(character),
            };
        }

        return printable.ToString();
    }

    // Line and paragraph separators break lines too, and the bidirectional overrides reorder what stands around them.
    private static bool NeedsEscape(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
