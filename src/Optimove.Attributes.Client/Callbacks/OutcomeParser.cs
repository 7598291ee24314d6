using System.Buffers;
using System.Text.Json;

namespace Optimove.Attributes.Client;

/// <summary>Reads the body of a callback. Whatever it is, nothing is thrown. Fields read in any letter case, numbers where text is documented.</summary>
internal static class OutcomeParser
{
    public static AddAttributeOutcome? ReadAdd(ReadOnlySequence<byte> body, string callId) => Read(body, root =>
    {
        var fields = Fields(root);
        var error = TextOf(fields, "errorId");
        return TextOf(fields, "attributeName") is { } attribute && SuccessOf(fields, isFailure: error is not null) is { } isSuccess
            ? new AddAttributeOutcome
            {
                CallId = callId,
                RealFieldName = attribute,
                IsSuccess = isSuccess,
                Error = error is null || isSuccess ? null : new AddErrorCode(error),
                Message = TextOf(fields, "errorMsg"),
            }
            : null;
    });

    public static UpdateAttributesOutcome? ReadUpdate(ReadOnlySequence<byte> body, string callId) => Read(body, root =>
    {
        var fields = Fields(root);
        var errors = ErrorsOf(fields);
        return SuccessOf(fields, isFailure: errors is { Count: > 0 }) is { } isSuccess
            ? new UpdateAttributesOutcome { CallId = callId, IsSuccess = isSuccess, RequestId = TextOf(fields, "requestId"), Errors = errors ?? [] }
            : null;
    });

    private static T? Read<T>(ReadOnlySequence<byte> body, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, too deep, or text that is none.
            return null;
        }
    }

    private static Dictionary<string, JsonElement> Fields(JsonElement element)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in element.EnumerateObject())
        {
            fields[field.Name] = field.Value;
        }

        return fields;
    }

    private static List<UpdateError>? ErrorsOf(Dictionary<string, JsonElement> fields)
    {
        if (!fields.TryGetValue("errors", out var errors) || errors.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var read = new List<UpdateError>();
        foreach (var error in errors.EnumerateArray())
        {
            if (error.ValueKind == JsonValueKind.Object)
            {
                var inner = Fields(error);
                read.Add(new UpdateError
                {
                    Error = new UpdateErrorCode(TextOf(inner, "error") ?? string.Empty),
                    CustomerId = TextOf(inner, "customerId"),
                    RealFieldName = TextOf(inner, "realFieldName") is { } name && !string.IsNullOrWhiteSpace(name) ? name : null,
                });
            }
            else
            {
                read.Add(new UpdateError { Error = new UpdateErrorCode(TextOf(error) ?? string.Empty) });
            }
        }

        return read;
    }

    private static bool? SuccessOf(Dictionary<string, JsonElement> fields, bool isFailure) =>
        fields.TryGetValue("isSuccess", out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.String when bool.TryParse(value.GetString(), out var isSuccess) => isSuccess,
                _ => null,
            }
            : isFailure ? false : null;

    private static string? TextOf(Dictionary<string, JsonElement> fields, string name) => fields.TryGetValue(name, out var value) ? TextOf(value) : null;

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
