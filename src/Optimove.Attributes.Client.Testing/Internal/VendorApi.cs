using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>The four calls as they are documented: who may call, what is taken, what is answered.</summary>
internal sealed class VendorApi
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly OptimoveSimulatorOptions _options;
    private readonly Tenant _tenant;
    private readonly Dictionary<string, bool> _isAdmin;
    private readonly ConcurrentDictionary<string, SlidingWindowLog> _requestsByKey = new(StringComparer.Ordinal);
    private readonly string _prefix;

    public VendorApi(OptimoveSimulatorOptions options, string apiKey, Tenant tenant)
    {
        _options = options;
        _tenant = tenant;
        _isAdmin = options.FurtherKeys.Append(new SimulatedKey(apiKey, true)).ToDictionary(static key => key.Value, static key => key.IsAdmin, StringComparer.Ordinal);
        var basePath = options.BasePath.Trim('/');
        _prefix = basePath.Length == 0 ? "/" : $"/{basePath}/";
    }

    public WireAnswer Answer(WireRequest request)
    {
        if (!request.Headers.TryGetValue("X-API-KEY", out var keys) || keys is not [var key] || !_isAdmin.TryGetValue(key, out var isAdmin))
        {
            return Refuse(401, "Unauthorized", "The API key is missing or not valid.");
        }

        if (!_requestsByKey.GetOrAdd(key, _ => new SlidingWindowLog(_options.RateLimits)).TryTake(request.ReceivedAt))
        {
            return Refuse(429, "Too Many Requests", "The rate limit of this API key is reached.");
        }

        if (!isAdmin)
        {
            return Refuse(403, "Forbidden", "This API key may not manage attributes.");
        }

        var segments = Segments(request.RawTarget);
        return (request.Method, segments) switch
        {
            ("POST", ["Customers", "AddCustomerAttribute"]) => Take(request, Add),
            ("POST", ["Customers", "UpdateCustomerAttributes"]) => Take(request, Update),
            ("GET", ["Customers", var customerId, "Attributes"]) => ReadCustomer(Uri.UnescapeDataString(customerId)),
            ("GET", ["Model", "GetCustomerAttributeList"]) => ReadCatalog(),
            (_, ["Customers", "AddCustomerAttribute" or "UpdateCustomerAttributes"] or ["Customers", _, "Attributes"] or ["Model", "GetCustomerAttributeList"]) =>
                Refuse(405, "Method Not Allowed", "This address takes another method."),
            _ => Refuse(404, "Not Found", "There is nothing at this address."),
        };
    }

    /// <summary>The body is documented for 429 alone; that the others look alike is assumed.</summary>
    private static WireAnswer Refuse(int status, string error, string message) => Write(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("status", status);
        writer.WriteString("error", error);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });

    private static WireAnswer Write(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            write(writer);
        }

        return new WireAnswer(status, buffer.WrittenSpan.ToArray());
    }

    private static string? ShowTime(DateTimeOffset? time) => time?.UtcDateTime.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    private string[] Segments(string rawTarget)
    {
        var path = rawTarget.Split('?', 2)[0];
        return path.StartsWith(_prefix, StringComparison.Ordinal) ? path[_prefix.Length..].Split('/') : [];
    }

    private WireAnswer Take(WireRequest request, Func<WireRequest, string, WireAnswer> take)
    {
        if (request.Body.Length > _options.MaxRequestBytes)
        {
            return Refuse(413, "Payload Too Large", "The body is too large.");
        }

        try
        {
            return take(request, Guid.NewGuid().ToString());
        }
        catch (FormatException exception)
        {
            return Refuse(400, "Bad Request", exception.Message);
        }
    }

    private WireAnswer Add(WireRequest request, string requestId)
    {
        _tenant.Add(AddCall.Read(request.Body));
        return Accepted(requestId);
    }

    private WireAnswer Update(WireRequest request, string requestId)
    {
        _tenant.Update(UpdateCall.Read(request.Body, _options.MaxCustomersPerCall, _options.MaxAttributesPerCustomer), requestId);
        return Accepted(requestId);
    }

    /// <summary>The body of an accepted call is not documented; an object with the id by which the callback names the call is one of the shapes to expect (assumed).</summary>
    private static WireAnswer Accepted(string requestId) => Write(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("requestId", requestId);
        writer.WriteEndObject();
    });

    private WireAnswer ReadCustomer(string customerId) => _tenant.Read(customerId) is { } attributes
        ? Write(200, writer =>
        {
            writer.WriteStartArray();
            foreach (var (field, shownType, shownValue) in attributes)
            {
                writer.WriteStartObject();
                writer.WriteString("RealFieldName", field.RealFieldName);
                writer.WriteString("Alias", field.RealFieldName);
                writer.WriteString("FieldType", shownType);
                writer.WriteString("Value", shownValue);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        })
        : Write(200, static writer => writer.WriteStringValue("Customer was not found"));

    private WireAnswer ReadCatalog() => Write(200, writer =>
    {
        writer.WriteStartArray();
        foreach (var field in _tenant.Attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("RealFieldName", field.RealFieldName);
            writer.WriteString("Description", field.Description);
            if (_options.DetailedCatalog)
            {
                writer.WriteString("Alias", field.RealFieldName);
                writer.WriteString("FieldType", FieldType.TryParse(field.Type)!.ShownAs);
                writer.WriteString("Source", field.Source switch { SimulatedSource.Api => "API", SimulatedSource.Batch => "Batch", _ => "Real-Time" });
                writer.WriteString("CreatedAt", ShowTime(field.CreatedAt));
                writer.WriteString("UpdatedAt", ShowTime(field.UpdatedAt));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
