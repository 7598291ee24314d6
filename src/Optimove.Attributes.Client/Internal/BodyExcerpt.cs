using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Optimove.Attributes.Client;

/// <summary>The beginning of an answer's body, without what its own request held in secrets and personal data.</summary>
internal static class BodyExcerpt
{
    public const int MaxLength = 512;

    private const string Mask = "***";

    // A text of one or two characters stands in every body by chance, as part of a word or a number: only whole words of it are masked.
    private const int ShortText = 3;

    /// <summary>The most characters that one character of a text can take in an escaped form, such as <c>\u0000</c>, <c>%F0%9F%98%80</c> or <c>&amp;#128512;</c>.</summary>
    private const int LongestEscape = 12;

    /// <returns>At most <see cref="MaxLength"/> characters on one line; <see langword="null"/> where the body is empty.</returns>
    public static string? Create(BufferedAnswer answer, HttpRequestMessage? request)
    {
        var sensitive = FindSensitive(request).Where(static text => text.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();

        // Enough of the body that what begins within the excerpt is there as a whole, so that it is found.
        var longest = sensitive.Length == 0 ? 0 : sensitive.Max(static text => text.Length);
        var text = answer.ReadText((int)Math.Min(int.MaxValue, MaxLength * 4L + (long)LongestEscape * longest));
        foreach (var form in sensitive.SelectMany(FormsOf).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(static form => form.Length))
        {
            text = form.Length >= ShortText ? text.Replace(form, Mask, StringComparison.OrdinalIgnoreCase) : MaskWords(text, form);
        }

        text = OnOneLine(text);
        return text.Length == 0 ? null : text.Length <= MaxLength ? text : text[..MaxLength];
    }

    private static IEnumerable<string> FindSensitive(HttpRequestMessage? request)
    {
        if (request is null)
        {
            yield break;
        }

        if (request.Headers.TryGetValues(ApiKeyHandler.HeaderName, out var keys))
        {
            foreach (var key in keys)
            {
                yield return key;
            }
        }

        if (CustomerIdOf(request.RequestUri) is { } customerId)
        {
            yield return customerId;
        }

        switch ((request.Content as PooledJsonContent)?.Body)
        {
            case AddCustomerAttributeRequest add:
                yield return add.DefaultValue ?? string.Empty;
                yield return add.CallbackUrl ?? string.Empty;
                break;
            case UpdateCustomerAttributesRequest update:
                yield return update.CallbackUrl ?? string.Empty;
                foreach (var customer in update.Updates)
                {
                    yield return customer.CustomerId;
                    foreach (var (_, value) in customer.Attributes)
                    {
                        yield return value.ToString();
                    }
                }

                break;
        }
    }

    private static string? CustomerIdOf(Uri? address)
    {
        var segments = address?.AbsolutePath.Split('/');
        return segments is [.., "Customers", var customerId, "Attributes"] ? Uri.UnescapeDataString(customerId) : null;
    }

    /// <summary>How a text may stand in an answer: as it is, or escaped for JSON, for HTML or for an address.</summary>
    private static IEnumerable<string> FormsOf(string text)
    {
        yield return text;
        yield return JavaScriptEncoder.Default.Encode(text);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
        yield return WebUtility.HtmlEncode(text);
        yield return Uri.EscapeDataString(text);
        yield return WebUtility.UrlEncode(text);
    }

    private static string MaskWords(string text, string word)
    {
        var masked = new StringBuilder();
        var from = 0;
        for (int at; (at = text.IndexOf(word, from, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            var end = at + word.Length;
            var isWord = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            masked.Append(text, from, at - from).Append(isWord ? Mask : word);
            from = end;
        }

        return masked.Append(text, from, text.Length - from).ToString();
    }

    private static string OnOneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var character in text)
        {
            var isBlank = char.IsWhiteSpace(character) || char.IsControl(character);
            if (!isBlank)
            {
                line.Append(character);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }
}
