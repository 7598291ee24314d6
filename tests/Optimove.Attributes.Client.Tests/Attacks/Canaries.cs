using System.Collections;
using System.Reflection;
using System.Text;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>Texts that must turn up nowhere, in any form in which a text can be written down.</summary>
internal sealed class Canaries
{
    public const string ApiKey = "canary-api-key-QWZX";
    public const string CallbackSecret = "canary-callback-secret-JKVB";
    public const string PlainCustomer = "canary-customer-PLGH";
    public const string OddCustomer = "canary odd/customer ÜßTRN";
    public const string Value = "canary value ÄMDF";
    public const string DefaultValue = "canary-default-YCRB";
    public const string Stored = "canary-stored-XQPL";

    private static readonly string[] All = [ApiKey, CallbackSecret, PlainCustomer, OddCustomer, Value, DefaultValue, Stored];

    private static readonly string[] Forms =
    [
        .. All.SelectMany(static text => new[]
        {
            text, Uri.EscapeDataString(text), text.Replace(' ', '+'), System.Text.Json.JsonEncodedText.Encode(text).ToString(), System.Net.WebUtility.HtmlEncode(text),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('='), Convert.ToHexString(Encoding.UTF8.GetBytes(text)), string.Concat(text.Reverse()),
        }).Distinct(),
    ];

    /// <summary>Which of the texts stands in this one.</summary>
    public static string? FindIn(string? text) => text is null ? null : Forms.FirstOrDefault(form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

    /// <summary>Everything that an exception shows and holds: its text, every property and field, and those of what they hold.</summary>
    public static IEnumerable<string> TextsOf(object? root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(object? Value, int Depth)>();
        open.Push((root, 0));
        while (open.TryPop(out var next))
        {
            var (value, depth) = next;
            if (value is null || depth > 6)
            {
                continue;
            }

            if (value is string text)
            {
                yield return text;
                continue;
            }

            if (value is byte[] bytes)
            {
                yield return Encoding.UTF8.GetString(bytes);
                continue;
            }

            var type = value.GetType();
            if (type.IsPrimitive || type.IsEnum || value is Type or MemberInfo or Assembly or Delegate or Module || !(type.IsValueType || seen.Add(value)))
            {
                continue;
            }

            if (value is Exception exception)
            {
                yield return exception.ToString();
                yield return exception.Message;
            }

            if (value is IEnumerable items)
            {
                foreach (var item in items.Cast<object?>().Take(200))
                {
                    open.Push((item, depth + 1));
                }
            }

            for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
            {
                foreach (var field in declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    open.Push((field.GetValue(value), depth + 1));
                }
            }
        }
    }
}
