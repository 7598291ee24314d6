using System.Globalization;
using System.Text;

namespace Optimove.Attributes.Client;

/// <summary>The beginning of an answer's body, without what its own request held in secrets and personal data.</summary>
internal static class MaskedExcerpt
{
    public const int MaxLength = 512;

    // More than an excerpt, because masking shortens; little enough that a body of any size costs the same.
    private const int MostRead = 8 * 1024;

    // "%F0%9F%98%80", "\ud83d\ude00": one character, escaped.
    private const int LongestEscape = 12;

    /// <returns>At most <see cref="MaxLength"/> characters on one line; <see langword="null"/> where the body is empty.</returns>
    public static string? Create(BufferedAnswer answer, HttpRequestMessage? request)
    {
        var text = answer.ReadText(MostRead);
        var isCut = answer.Body.Length > MostRead;
        if (isCut)
        {
            text = WithoutHalfAnEscape(text);
        }

        return OnOneLine(new SensitiveTexts(FindSensitive(request), MostRead).Mask(text, isCut));
    }

    /// <summary>The text, without what the request holds that is nobody's business.</summary>
    public static string? Mask(string? text, HttpRequestMessage? request) =>
        text is null ? null : OnOneLine(new SensitiveTexts(FindSensitive(request), MostRead).Mask(text, isCut: false));

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

                // Who uses the wire itself can send a null: it was refused by the server, and must not break the error that says so.
                foreach (var customer in update.Updates ?? [])
                {
                    if (customer is null)
                    {
                        continue;
                    }

                    yield return customer.CustomerId;
                    foreach (var (_, value) in customer.Attributes)
                    {
                        yield return value.ToString();
                        if (value.Kind == AttributeValueKind.Date)
                        {
                            // As the server writes days.
                            yield return value.AsDate().ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);
                        }
                    }
                }

                break;
        }
    }

    private static string? CustomerIdOf(Uri? address) =>
        address is { IsAbsoluteUri: true } && address.AbsolutePath.Split('/') is [.., "Customers", var customerId, "Attributes"]
            ? Uri.UnescapeDataString(customerId)
            : null;

    /// <summary>Drops what the end of the reading cut in two, so that what stands before it can be recognized.</summary>
    private static string WithoutHalfAnEscape(string text)
    {
        text = text.TrimEnd('\uFFFD');
        var tail = Math.Max(0, text.Length - LongestEscape);
        var escape = text.AsSpan(tail).IndexOfAny('\\', '%', '&');
        if (escape < 0)
        {
            return text;
        }

        var end = tail + escape;
        while (end >= 3 && text[end] == '%' && text[end - 3] == '%')
        {
            end -= 3;
        }

        return text[..end];
    }

    private static string? OnOneLine(string text)
    {
        var line = new StringBuilder(MaxLength);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune))
            {
                if (line.Length + rune.Utf16SequenceLength > MaxLength)
                {
                    break;
                }

                line.Append(rune.ToString());
            }
            else if (line.Length is > 0 and < MaxLength && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        var result = line.ToString().TrimEnd();
        return result.Length == 0 ? null : result;
    }
}
