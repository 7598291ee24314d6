using System.Text;

namespace Optimove.Attributes.Client;

/// <summary>
/// Texts to be masked wherever they stand in another one, in any letter case and however they are escaped there. They are sorted, so that
/// the 11,000 texts of a full call are looked for all at once.
/// </summary>
internal sealed class SensitiveTexts
{
    private const string MaskText = "***";

    // A text of one or two characters stands in every body by chance, as part of a word or a number: only whole words of it are masked.
    private const int ShortText = 3;

    // Servers cut what they quote ("Truncated value: 'Zoe van den B'"): so much of a text's beginning is masked too.
    private const int TellingStart = 8;

    private static readonly Escape[] Escapes = [Escape.Json, Escape.Html, Escape.Url, Escape.Form];

    private readonly string[] _texts;

    /// <summary>Sorts the texts; of each one no more than a whole body can hold.</summary>
    public SensitiveTexts(IEnumerable<string> texts, int mostCharacters)
    {
        var sorted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var trimmed = text.AsSpan().Trim();
            if (trimmed.Length > 0)
            {
                sorted.Add(EscapedText.ToUpper(trimmed[..Math.Min(trimmed.Length, mostCharacters + 1)]));
            }
        }

        _texts = [.. sorted];
        Array.Sort(_texts, StringComparer.Ordinal);
    }

    /// <param name="text">The text to show.</param>
    /// <param name="isCut">Whether more follows it, so that its end may be the beginning of one to mask.</param>
    public string Mask(string text, bool isCut)
    {
        if (_texts.Length == 0 || text.Length == 0)
        {
            return text;
        }

        // All readings mark the same characters, so that texts that overlap are masked as one.
        var hidden = new bool[text.Length];
        var raw = new EscapedText(text);
        Hide(raw, hidden, isCut);
        foreach (var outer in Escapes)
        {
            if (raw.Unescape(outer) is not { } once)
            {
                continue;
            }

            Hide(once, hidden, isCut);
            foreach (var inner in Escapes)
            {
                if (once.Unescape(inner) is { } twice)
                {
                    Hide(twice, hidden, isCut);
                }
            }
        }

        var masked = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!hidden[i])
            {
                masked.Append(text[i]);
            }
            else if (i == 0 || !hidden[i - 1])
            {
                masked.Append(MaskText);
            }
        }

        return masked.ToString();
    }

    private void Hide(EscapedText text, bool[] hidden, bool isCut)
    {
        var hiddenUntil = 0;
        for (var start = 0; start < text.Characters.Length; start++)
        {
            var end = FindEnd(text.Characters, start, isCut);
            if (end <= hiddenUntil)
            {
                continue;
            }

            var from = text.SourceOf(Math.Max(start, hiddenUntil));
            hidden.AsSpan(from, text.SourceOf(end) - from).Fill(true);
            hiddenUntil = end;
        }
    }

    /// <summary>Where the longest of the texts ends that begins here; 0 where none does.</summary>
    private int FindEnd(ReadOnlySpan<char> characters, int start, bool isCut)
    {
        var low = 0;
        var high = _texts.Length;
        var length = 0;
        var end = 0;
        while (low < high)
        {
            // The texts from low to high are those that begin with the characters read so far. What the first and the last of them share, all share.
            var first = _texts[low].AsSpan(length);
            var shared = first[..first.CommonPrefixLength(_texts[high - 1].AsSpan(length))];
            var read = shared.CommonPrefixLength(characters[(start + length)..]);
            length += read;
            if (read < shared.Length)
            {
                break;
            }

            // The shortest comes first.
            if (_texts[low].Length == length)
            {
                if (length >= ShortText || IsWord(characters, start, start + length))
                {
                    end = start + length;
                }

                low++;
            }

            if (start + length == characters.Length)
            {
                break;
            }

            var character = characters[start + length];
            low = FirstFrom(low, high, length, character);
            high = character == char.MaxValue ? high : FirstFrom(low, high, length, (char)(character + 1));
        }

        var isCutInside = isCut && low < high && start + length == characters.Length && length >= ShortText;
        return isCutInside || length >= TellingStart ? start + length : end;
    }

    private int FirstFrom(int low, int high, int at, char character)
    {
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (_texts[middle][at] < character)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static bool IsWord(ReadOnlySpan<char> characters, int start, int end) =>
        (start == 0 || !char.IsLetterOrDigit(characters[start - 1])) && (end == characters.Length || !char.IsLetterOrDigit(characters[end]));
}
