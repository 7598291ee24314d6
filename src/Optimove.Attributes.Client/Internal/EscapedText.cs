using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Optimove.Attributes.Client;

/// <summary>A text in one reading of its escapes, in upper case, with the place where each character stands in the text as it came.</summary>
internal sealed class EscapedText
{
    private const int LongestEntity = 12;

    private readonly char[] _characters;
    private readonly int[] _sources;

    /// <summary>The text as it came.</summary>
    public EscapedText(string text)
    {
        _characters = ToUpper(text).ToCharArray();
        _sources = [.. Enumerable.Range(0, text.Length + 1)];
    }

    private EscapedText(List<char> characters, List<int> sources)
    {
        _characters = [.. characters];
        _sources = [.. sources];
    }

    public ReadOnlySpan<char> Characters => _characters;

    /// <summary>Compares as the ordinal comparison without regard to case does: character by character.</summary>
    public static string ToUpper(ReadOnlySpan<char> text)
    {
        var upper = text.ToArray();
        for (var i = 0; i < upper.Length; i++)
        {
            upper[i] = char.ToUpperInvariant(upper[i]);
        }

        return new string(upper);
    }

    /// <summary>Where a character stands in the text as it came; for the place behind the last one, that text's end.</summary>
    public int SourceOf(int index) => _sources[index];

    /// <returns>The text without its escapes of this kind; <see langword="null"/> where it has none.</returns>
    public EscapedText? Unescape(Escape escape)
    {
        var sign = escape switch
        {
            Escape.Json => '\\',
            Escape.Html => '&',
            Escape.Url => '%',
            _ => '+',
        };
        if (!_characters.AsSpan().Contains(sign))
        {
            return null;
        }

        var characters = new List<char>(_characters.Length);
        var sources = new List<int>(_characters.Length + 1);
        Span<char> plain = stackalloc char[2];
        for (var i = 0; i < _characters.Length;)
        {
            var read = ReadEscape(_characters.AsSpan(i), escape, plain, out var written);
            if (read == 0)
            {
                (plain[0], read, written) = (_characters[i], 1, 1);
            }

            foreach (var character in plain[..written])
            {
                characters.Add(char.ToUpperInvariant(character));
                sources.Add(_sources[i]);
            }

            i += read;
        }

        sources.Add(_sources[^1]);
        return new(characters, sources);
    }

    /// <returns>How long the escape is; 0 where none begins here.</returns>
    private static int ReadEscape(ReadOnlySpan<char> text, Escape escape, Span<char> plain, out int written)
    {
        written = 1;
        switch (text[0], escape)
        {
            case ('\\', Escape.Json):
                return ReadJson(text, ref plain[0]);
            case ('&', Escape.Html):
                return ReadHtml(text, plain, out written);
            case ('%', Escape.Url or Escape.Form):
                return ReadUrl(text, plain, out written);
            case ('+', Escape.Form):
                plain[0] = ' ';
                return 1;
            default:
                return 0;
        }
    }

    private static int ReadJson(ReadOnlySpan<char> text, ref char plain)
    {
        if (text.Length >= 6 && text[1] == 'U' && ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            plain = (char)unit;
            return 6;
        }

        plain = (text.Length > 1 ? text[1] : '\0') switch
        {
            '"' => '"',
            '\'' => '\'',
            '\\' => '\\',
            '/' => '/',
            'B' => '\b',
            'F' => '\f',
            'N' => '\n',
            'R' => '\r',
            'T' => '\t',
            _ => '\0',
        };
        return plain == '\0' ? 0 : 2;
    }

    private static int ReadHtml(ReadOnlySpan<char> text, Span<char> plain, out int written)
    {
        var end = text[..Math.Min(text.Length, LongestEntity)].IndexOf(';') + 1;

        // Names of entities are in lower case, so far as they stand for what is escaped at all.
        var decoded = end == 0 ? string.Empty : WebUtility.HtmlDecode(new string(text[..end]).ToLowerInvariant());
        written = decoded.Length;
        if (written is 0 or > 2 || end <= written)
        {
            return 0;
        }

        decoded.CopyTo(plain);
        return end;
    }

    private static int ReadUrl(ReadOnlySpan<char> text, Span<char> plain, out int written)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        while (count < bytes.Length
            && text.Length >= (3 * count) + 3
            && text[3 * count] == '%'
            && byte.TryParse(text.Slice((3 * count) + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count]))
        {
            count++;
        }

        written = 0;
        if (Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) != OperationStatus.Done)
        {
            return 0;
        }

        written = rune.EncodeToUtf16(plain);
        return 3 * used;
    }
}
