using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>The four calls as they are documented: who may call, what is taken, what is answered.</summary>
internal sealed class VendorApi
{
    private readonly OptimoveSimulatorOptions _options;
    private readonly Tenant _tenant;
    private readonly Backlog _backlog;
    private readonly CallbackSender _callbacks;
    private readonly OpenWork _open;
    private readonly Dictionary<string, bool> _isAdmin;
    private readonly ConcurrentDictionary<string, SlidingWindowLog> _requestsByKey = new(StringComparer.Ordinal);
    private readonly string _prefix;

    public VendorApi(OptimoveSimulatorOptions options, string apiKey, Tenant tenant, Backlog backlog, CallbackSender callbacks, OpenWork open)
    {
        _options = options;
        _tenant = tenant;
        _backlog = backlog;
        _callbacks = callbacks;
        _open = open;
        _isAdmin = options.FurtherKeys.Append(new SimulatedKey(apiKey, true)).ToDictionary(static key => key.Value, static key => key.IsAdmin, StringComparer.Ordinal);
        var basePath = options.BasePath.Trim('/');
        _prefix = basePath.Length == 0 ? "/" : $"/{basePath}/";
    }

    public RequestLog Requests { get; } = new();

    public Script<Fault> Faults { get; } = new();

    public Script<CallbackFault> CallbackFaults { get; } = new();

    public async Task<WireAnswer> AnswerAsync(WireRequest request)
    {
        var route = Route.Of(request.Method, request.RawTarget, _prefix);
        var entry = Requests.Add(new RecordedRequest
        {
            Call = route.Call,
            Method = request.Method,
            RawTarget = request.RawTarget,
            Headers = request.Headers,
            Body = request.Body,
            ReceivedAt = _options.TimeProvider.GetUtcNow(),
        });
        var answer = Refuse(entry.Request);
        if (answer is null)
        {
            var fault = Faults.Draw(entry.Request);
            entry.Request = entry.Request with { Fault = fault };
            answer = fault is null or { IsApplied: true } ? await TakeAsync(route, entry.Request, request.Answered).ConfigureAwait(false) : null;
            answer = fault is null ? answer! : Spoil(answer, fault);
        }

        entry.Request = entry.Request with { StatusCode = answer.ResetsConnection ? null : answer.StatusCode };
        return answer;
    }

    private static WireAnswer Spoil(WireAnswer? answer, Fault fault) =>
        new(fault.StatusCode ?? answer?.StatusCode ?? 0, fault.Body is { } body ? Encoding.UTF8.GetBytes(body) : answer?.Body ?? [])
        {
            ContentType = fault.MediaType ?? WireAnswer.Json,
            RetryAfter = fault.RetryAfter,
            Delay = fault.AnswerDelay,
            BodyDuration = fault.BodyDuration,
            CutsBody = fault.CutsBody,
            ResetsConnection = fault.ResetsConnection,
        };

    /// <summary>The body is documented for 429 alone; that the others look alike is assumed.</summary>
    private static WireAnswer Refuse(int status, string error, string message) => Write(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("status", status);
        writer.WriteString("error", error);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });

    private static WireAnswer Write(int status, Action<Utf8JsonWriter> write) => new(status, JsonText.Write(write));

    private static string? ShowTime(DateTimeOffset? time) => time?.UtcDateTime.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    private WireAnswer? Refuse(RecordedRequest request)
    {
        if (!request.Headers.TryGetValue("X-API-KEY", out var keys) || keys is not [var key] || !_isAdmin.TryGetValue(key, out var isAdmin))
        {
            return Refuse(401, "Unauthorized", "The API key is missing or not valid.");
        }

        if (!_requestsByKey.GetOrAdd(key, _ => new SlidingWindowLog(_options.RateLimits)).TryTake(request.ReceivedAt))
        {
            return Refuse(429, "Too Many Requests", "The rate limit of this API key is reached.");
        }

        return isAdmin ? null : Refuse(403, "Forbidden", "This API key may not manage attributes.");
    }

    private async Task<WireAnswer> TakeAsync(Route route, RecordedRequest request, Task answered)
    {
        if (request.Body.Length > _options.MaxRequestBytes)
        {
            return Refuse(413, "Payload Too Large", "The body is too large.");
        }

        try
        {
            _backlog.RunDue();
            return route.Call switch
            {
                SimulatedCall.AddCustomerAttribute => await AddAsync(request, answered).ConfigureAwait(false),
                SimulatedCall.UpdateCustomerAttributes => await UpdateAsync(request, answered).ConfigureAwait(false),
                SimulatedCall.GetCustomerAttributes => ReadCustomer(route.CustomerId!),
                SimulatedCall.GetCustomerAttributeList => ReadCatalog(),
                _ => route.IsOtherMethod
                    ? Refuse(405, "Method Not Allowed", "This address takes another method.")
                    : Refuse(404, "Not Found", "There is nothing at this address."),
            };
        }
        catch (FormatException exception)
        {
            return Refuse(400, "Bad Request", exception.Message);
        }
    }

    private Task<WireAnswer> AddAsync(RecordedRequest request, Task answered)
    {
        var call = AddCall.Read(request.Body);
        return AcceptAsync(request, call.CallbackUrl, _options.CreationDelay, answered, _ => OutcomeBodies.Of(_tenant.Add(call)));
    }

    private Task<WireAnswer> UpdateAsync(RecordedRequest request, Task answered)
    {
        var call = UpdateCall.Read(request.Body, _options.MaxCustomersPerCall, _options.MaxAttributesPerCustomer);
        return AcceptAsync(request, call.CallbackUrl, _options.UpdateDelay, answered, requestId => OutcomeBodies.Of(_tenant.Update(call, requestId)));
    }

    private async Task<WireAnswer> AcceptAsync(RecordedRequest request, string? callbackUrl, TimeSpan delay, Task answered, Func<string, byte[]> work)
    {
        var requestId = Guid.NewGuid().ToString();
        var fault = callbackUrl is null ? null : CallbackFaults.Draw(request);
        var settled = Task.CompletedTask;
        _open.Begin();
        _backlog.Add(fault is { IsEarly: true } ? TimeSpan.Zero : delay, () => settled = SettleAsync(work(requestId)));
        if (fault is { IsEarly: true })
        {
            await settled.ConfigureAwait(false);
        }

        return Accepted(requestId);

        async Task SettleAsync(byte[] outcome)
        {
            if (callbackUrl is not null)
            {
                await _callbacks.SendAsync(callbackUrl, outcome, fault, answered).ConfigureAwait(false);
            }

            _open.End();
        }
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
