using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Refit;

namespace Optimove.Attributes.Client;

/// <summary>Between Refit and the wire: bodies from pooled memory, answers of every shape that was seen.</summary>
internal sealed class OptimoveContentSerializer(int maxResponseBytes) : IHttpContentSerializer, ISynchronousContentSerializer
{
    // Room for 100,000 attributes with every field that is known; a tenant has hundreds.
    private const int MostTokens = 2_000_000;

    /// <summary>Refit's way of asking for a body that is ready, and so has a length. The only one that the settings choose.</summary>
    public HttpContent ToHttpContentSynchronous<T>(T item)
    {
        ArgumentNullException.ThrowIfNull(item, "request");
        return PooledJsonContent.Create(item, WireJsonContext.Default.GetTypeInfo(item.GetType())!);
    }

    public HttpContent ToHttpContent<T>(T item) => ToHttpContentSynchronous(item);

    public HttpContent ToStreamingHttpContent<T>(T item) => ToHttpContentSynchronous(item);

    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default)
    {
        var answer = await BufferedAnswer.ReadAsync(content, maxResponseBytes, cancellationToken).ConfigureAwait(false);
        if (answer.IsHtml)
        {
            throw new UnusableAnswerException("an HTML page, probably of a firewall in between, instead of an answer of the API");
        }

        return typeof(T) == typeof(AcceptedResponse) ? (T)(object)ReadAccepted(answer) : Read<T>(answer);
    }

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => null;

    private static T Read<T>(BufferedAnswer answer)
    {
        if (answer.FirstByte != '[')
        {
            throw new UnusableAnswerException(answer.FirstByte switch
            {
                0 => "an empty body instead of a list",
                (byte)'"' => "an error message instead of a list",
                _ => "another JSON value instead of a list",
            });
        }

        try
        {
            if (HoldsMoreThan(MostTokens, answer))
            {
                throw new UnusableAnswerException("a list of more parts than any that is real");
            }

            // The reader takes other bytes too, where it only hands them on, as in fields that are kept for the caller.
            if (!Utf8.IsValid(answer.Body.IsSingleSegment ? answer.Body.FirstSpan : answer.Body.ToArray()))
            {
                throw new UnusableAnswerException("a body that is not UTF-8");
            }

            var reader = new Utf8JsonReader(answer.Body);
            var typeInfo = (JsonTypeInfo<T>)WireJsonContext.Default.GetTypeInfo(typeof(T))!;
            var list = JsonSerializer.Deserialize(ref reader, typeInfo)!;

            // A second document behind the first one: what was read may be half of something.
            return reader.Read() ? throw new JsonException() : list;
        }
        catch (JsonException exception)
        {
            // The exception itself stays out: its path may hold a name that is somebody's data.
            throw new UnusableAnswerException(
                $"a body that does not read as the list that was asked for (line {exception.LineNumber}, byte {exception.BytePositionInLine})");
        }
    }

    /// <summary>Whether a body has more parts than that: small ones, such as <c>{},</c>, take thirty times their own size as objects.</summary>
    private static bool HoldsMoreThan(int most, BufferedAnswer answer)
    {
        // A part takes two bytes at least, so most bodies need no count.
        if (answer.Body.Length <= most)
        {
            return false;
        }

        var reader = new Utf8JsonReader(answer.Body);
        var tokens = 0;
        while (tokens <= most && reader.Read())
        {
            tokens++;
        }

        return tokens > most;
    }

    /// <summary>No shape of this body is documented, so none fails but one that plainly says no (assumed).</summary>
    private static AcceptedResponse ReadAccepted(BufferedAnswer answer)
    {
        var accepted = ReadAnyBody(answer, out var refused);
        return refused ? throw new UnusableAnswerException("isSuccess false in answer to the call itself", isRefusal: true) : accepted;
    }

    /// <summary>The id of a call in a body, where there is one; a body that says no may hold it too.</summary>
    internal static string? FindRequestId(BufferedAnswer answer) => answer.FirstByte == '{' ? ReadAnyBody(answer, out _).RequestId : null;

    private static AcceptedResponse ReadAnyBody(BufferedAnswer answer, out bool refused)
    {
        string? requestId = null;
        string? message = null;
        refused = false;
        try
        {
            var reader = new Utf8JsonReader(answer.Body);
            if (!reader.Read())
            {
                return new AcceptedResponse { IsAfterLostAttempt = answer.IsAfterLostAttempt };
            }

            if (reader.TokenType == JsonTokenType.String)
            {
                message = reader.GetString();
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                using var document = JsonDocument.Parse(answer.Body);
                foreach (var field in document.RootElement.EnumerateObject())
                {
                    if (field.Name.Equals("requestId", StringComparison.OrdinalIgnoreCase))
                    {
                        requestId = ReadId(field.Value);
                    }
                    else if (field.Name.Equals("isSuccess", StringComparison.OrdinalIgnoreCase))
                    {
                        refused = field.Value.ValueKind == JsonValueKind.False;
                    }
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is none. The call was accepted all the same.
        }

        return new AcceptedResponse { RequestId = requestId, Message = message, IsAfterLostAttempt = answer.IsAfterLostAttempt };
    }

    private static string? ReadId(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
