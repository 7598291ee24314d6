using System.Globalization;
using System.Text;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>Makes answers of other ones that were right, by a seed.</summary>
internal sealed class AnswerMutator(int seed)
{
    private static readonly string[] Values = ["null", "true", "0", "-1.5e400", "99999999999999999999999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[[]]", "\"10/21/2022 00:00:00\"", "1e-5000"];
    private static readonly int[] Statuses = [200, 200, 200, 200, 200, 202, 204, 400, 404, 500];
    private static readonly string[] ContentTypes = ["application/json", "application/json; charset=utf-16", "text/plain", "text/html", "nonsense", "application/json; charset=nonsense"];

    private readonly Random _random = new(seed);

    public (int Status, string ContentType, byte[] Body) Next(string valid)
    {
        var body = Encoding.UTF8.GetBytes(Text(valid));
        body = _random.Next(12) switch
        {
            0 => body[.._random.Next(body.Length + 1)],
            1 => [.. body, .. body],
            2 => Flip(body),
            3 => Encoding.Unicode.GetBytes(Text(valid)),
            4 => Encoding.BigEndianUnicode.GetBytes(Text(valid)),
            5 => [0xEF, 0xBB, 0xBF, .. body],
            6 => [.. body[..(body.Length / 2)], 0xC3, 0x28, 0xF0, 0x9F, .. body[(body.Length / 2)..]],
            7 => [.. Encoding.UTF8.GetBytes(new string(_random.Next(2) == 0 ? '[' : ' ', _random.Next(1, 300))), .. body],
            _ => body,
        };
        return (Statuses[_random.Next(Statuses.Length)], ContentTypes[_random.Next(4) == 0 ? _random.Next(ContentTypes.Length) : 0], body);
    }

    private string Text(string valid)
    {
        var text = valid;
        for (var changes = _random.Next(4); changes > 0; changes--)
        {
            text = _random.Next(6) switch
            {
                0 => ReplaceAValue(text),
                1 => text.Insert(_random.Next(text.Length + 1), Values[_random.Next(Values.Length)]),
                2 => text.Replace("\"RealFieldName\"", Values[_random.Next(Values.Length)], StringComparison.Ordinal),
                3 => text.Replace("\"Value\"", "\"RealFieldName\":\"X\",\"\":1,\"value\"", StringComparison.Ordinal),
                4 => text.Insert(_random.Next(text.Length + 1), Deep()),
                _ => text.Remove(_random.Next(text.Length / 2), _random.Next(Math.Min(10, text.Length / 2))),
            };
        }

        return text;
    }

    private string ReplaceAValue(string text)
    {
        var colons = Enumerable.Range(0, text.Length).Where(at => text[at] == ':').ToList();
        if (colons.Count == 0)
        {
            return Values[_random.Next(Values.Length)];
        }

        var at = colons[_random.Next(colons.Count)] + 1;
        var end = text.IndexOfAny([',', '}'], at);
        return end < 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..at]}{Values[_random.Next(Values.Length)]}{text[end..]}");
    }

    private string Deep()
    {
        var depth = _random.Next(1, 200);
        return string.Concat(Enumerable.Repeat("{\"a\":[", depth)) + string.Concat(Enumerable.Repeat("]}", _random.Next(2) * depth));
    }

    private byte[] Flip(byte[] body)
    {
        var flipped = body.ToArray();
        for (var flips = _random.Next(1, 6); flips > 0 && flipped.Length > 0; flips--)
        {
            flipped[_random.Next(flipped.Length)] ^= (byte)(1 << _random.Next(8));
        }

        return flipped;
    }
}
