namespace Optimove.Attributes.Console;

/// <summary>Tells comma, semicolon and tab apart by the header.</summary>
internal static class CsvDelimiter
{
    private const string Known = ",;\t";

    /// <summary>The one that stands most often in the first line outside quotes; the comma where none does.</summary>
    public static char Detect(ReadOnlySpan<char> start)
    {
        Span<int> counts = stackalloc int[Known.Length];
        var quoted = false;
        foreach (var character in start.TrimStart("\r\n"))
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && character is '\r' or '\n')
            {
                break;
            }
            else if (!quoted && Known.IndexOf(character, StringComparison.Ordinal) is >= 0 and var known)
            {
                counts[known]++;
            }
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return Known[best];
    }

    public static bool TryParse(string text, out char delimiter)
    {
        delimiter = text switch
        {
            "comma" or "," => ',',
            "semicolon" or ";" => ';',
            "tab" or "\t" => '\t',
            _ => default,
        };
        return delimiter != default;
    }
}
