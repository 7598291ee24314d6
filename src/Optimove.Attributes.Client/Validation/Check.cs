using System.Buffers;
using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>What can't be right in a name, an id or a text, whatever the server thinks of it. Each answers with the fault, or <see langword="null"/>.</summary>
internal static class Check
{
    private const int MaxNameLength = 128;

    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 256).Select(static code => (char)code).Where(char.IsControl)]);

    /// <summary>The vendor documents no rule for names, so only what can't be right is refused (assumed): blank, over 128, control characters, and <c>;</c>, which separates names in other calls.</summary>
    public static string? RealFieldName(string name) =>
        string.IsNullOrWhiteSpace(name) ? "is blank"
        : name.Length > MaxNameLength ? string.Create(CultureInfo.InvariantCulture, $"is {name.Length:N0} characters long, more than {MaxNameLength}")
        : name.AsSpan().ContainsAny(Controls) ? "holds a control character"
        : name.Contains(';', StringComparison.Ordinal) ? "holds a ';'"
        : Text(name);

    /// <summary>An id is free text, but it must reach the server as one segment of a path, which <c>.</c> and <c>..</c> can't.</summary>
    public static string? CustomerId(string customerId) =>
        string.IsNullOrWhiteSpace(customerId) ? "is blank"
        : customerId is "." or ".." ? "is '.' or '..', which a path can't carry"
        : customerId.AsSpan().ContainsAny(Controls) ? "holds a control character"
        : Text(customerId);

    /// <summary>Half of a surrogate pair is no character: it would arrive as another one.</summary>
    public static string? Text(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return "holds half of a surrogate pair";
            }

            i++;
        }

        return null;
    }
}
