using System.Text.Json;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>Reads the documented shapes, and nothing else.</summary>
internal static class BodyReader
{
    /// <exception cref="FormatException">The body is not a JSON object.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new FormatException("The body is not a JSON object.");
    }

    /// <exception cref="FormatException">The field is missing, blank or not a string.</exception>
    public static string RequiredText(JsonElement element, string name) =>
        Text(element, name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw new FormatException($"{name} is missing.");

    /// <exception cref="FormatException">The field is there, and neither a string nor null.</exception>
    public static string? Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"{name} is not a string.");
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"{name} holds half of a surrogate pair, or bytes that are no text.");
        }
    }

    /// <exception cref="FormatException">The field is missing or not an array.</exception>
    public static JsonElement RequiredArray(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value
            : throw new FormatException($"{name} is missing.");
}
