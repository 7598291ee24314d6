using System.Net;
using System.Text.Json;

namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>
/// Stands in for the connection and the server behind it. Every value tells the place of its update in the input, so that the server knows which of two is the newer one. It goes wrong in every way that a call can.
/// </summary>
internal sealed class SimulatedServer(TimeProvider clock, Random random, ServerTemper temper, VersionedValues versions) : DelegatingHandler
{
    private readonly object _lock = new();
    private readonly Dictionary<(string Customer, string Name), long> _state = [];
    private readonly Dictionary<(string Customer, string Name), long> _answered = [];
    private readonly HashSet<(string Customer, string Name, long Version)> _applied = [];
    private readonly List<string> _faults = [];
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Takes the outcome of a call: its token and its body.</summary>
    public Func<string, string, Task>? Callback { get; set; }

    /// <summary>What the client did that it must not; none is good.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public int Requests { get; private set; }

    public Dictionary<string, int> Met { get; } = [];

    public bool IsApplied((string Customer, string Name, long Version) value) => _applied.Contains(value);

    public long? StateOf((string Customer, string Name) key) => _state.TryGetValue(key, out var version) ? version : null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The look at the catalog, or anything else, is no part of this.
        Assert.Equal("/Customers/UpdateCustomerAttributes", request.RequestUri!.AbsolutePath);
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(CancellationToken.None));
        var values = body.RootElement.GetProperty("CustomerNewAttributesValuesList").EnumerateArray()
            .SelectMany(static customer => customer.GetProperty("Attributes").EnumerateArray()
                .Select(attribute => (
                    Customer: customer.GetProperty("CustomerID").GetString()!,
                    Name: attribute.GetProperty("RealFieldName").GetString()!.ToUpperInvariant(),
                    Value: attribute.GetProperty("Value").GetString())))
            .Select(value => (value.Customer, value.Name, Version: versions.Read(value.Customer, value.Name, value.Value)))
            .ToList();
        var token = body.RootElement.TryGetProperty("CallbackURL", out var url) ? url.GetString()!.Split('/')[^1] : null;
        Mishap mishap;
        TimeSpan takes;
        lock (_lock)
        {
            Requests++;
            Check(values);
            takes = TimeSpan.FromMilliseconds(random.Next(20, temper.SlowestMilliseconds));
            mishap = Choose(values);
            Met[mishap.ToString()] = Met.GetValueOrDefault(mishap.ToString()) + 1;
        }

        if (mishap == Mishap.NoConnection)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        }

        await Task.Delay(takes / 2, clock, CancellationToken.None);
        if (mishap is Mishap.None or Mishap.AppliedAndLost or Mishap.AppliedAndFailed or Mishap.AppliedAndHung)
        {
            Apply(values, token);
        }
        else if (mishap == Mishap.LostAndAppliedLate)
        {
            _ = ApplyLateAsync(values, token);
        }

        if (mishap is Mishap.Hung or Mishap.AppliedAndHung)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        }

        await Task.Delay(takes / 2, clock, cancellationToken);
        lock (_lock)
        {
            if (mishap == Mishap.None)
            {
                foreach (var (customer, name, version) in values)
                {
                    _answered[(customer, name)] = Math.Max(version, _answered.GetValueOrDefault((customer, name), -1));
                }
            }
        }

        return mishap switch
        {
            Mishap.Lost or Mishap.AppliedAndLost or Mishap.LostAndAppliedLate => throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset"),
            Mishap.TooManyRequests => Answer(429, random.Next(2) == 0 ? random.Next(1, 20) : null),
            Mishap.Failed or Mishap.AppliedAndFailed => Answer(500),
            Mishap.Refused => Answer(400),
            _ => Answer(200),
        };
    }

    private static HttpResponseMessage Answer(int status, int? retryAfter = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("{}") };
        response.Headers.RetryAfter = retryAfter is { } seconds ? new(TimeSpan.FromSeconds(seconds)) : null;
        return response;
    }

    private void Check(List<(string Customer, string Name, long Version)> values)
    {
        foreach (var (customer, name, version) in values)
        {
            if (_answered.TryGetValue((customer, name), out var newer) && newer > version)
            {
                _faults.Add($"{customer} {name}: {version} was sent after {newer} was answered");
            }
        }

        if (values.Select(static value => value.Customer).Distinct().Count() > temper.MaxCustomers)
        {
            _faults.Add("too many customers in a call");
        }

        if (values.GroupBy(static value => value.Customer).Any(customer => customer.Count() > temper.MaxAttributes || customer.DistinctBy(static value => value.Name).Count() < customer.Count()))
        {
            _faults.Add("too many attributes for a customer, or one twice");
        }
    }

    private Mishap Choose(List<(string Customer, string Name, long Version)> values)
    {
        var now = clock.GetElapsedTime(_start);
        if (now >= temper.OutageStart && now < temper.OutageEnd)
        {
            return random.Next(3) == 0 ? Mishap.Failed : Mishap.NoConnection;
        }

        if (values.Exists(static value => value.Customer.StartsWith("bad", StringComparison.Ordinal)))
        {
            return Mishap.Refused;
        }

        return random.NextDouble() < temper.FaultShare ? (Mishap)random.Next(1, (int)Mishap.Hung + 1) : Mishap.None;
    }

    private void Apply(List<(string Customer, string Name, long Version)> values, string? token)
    {
        lock (_lock)
        {
            foreach (var (customer, name, version) in values.Where(value => !temper.IsRejected(value)))
            {
                _state[(customer, name)] = version;
                _applied.Add((customer, name, version));
            }
        }

        _ = CallBackAsync(token, values);
    }

    /// <summary>What the vendor took it applies within a minute, whatever became of the answer.</summary>
    private async Task ApplyLateAsync(List<(string Customer, string Name, long Version)> values, string? token)
    {
        TimeSpan delay;
        lock (_lock)
        {
            delay = TimeSpan.FromSeconds(random.Next(1, 55));
        }

        await Task.Delay(delay, clock, CancellationToken.None);
        Apply(values, token);
    }

    private async Task CallBackAsync(string? token, List<(string Customer, string Name, long Version)> values)
    {
        if (token is null || Callback is not { } callback)
        {
            return;
        }

        int times;
        TimeSpan delay;
        lock (_lock)
        {
            times = random.Next(10) switch { 0 => 0, 1 => 2, _ => 1 };
            delay = TimeSpan.FromSeconds(random.NextDouble() * random.Next(1, 70));
        }

        var rejected = values.Where(value => temper.IsRejected(value))
            .Select(static value => $$"""{"error":"INVALID_VALUE","customerId":"{{value.Customer}}","realFieldName":"{{value.Name}}"}""").ToList();
        var body = rejected.Count == 0 ? """{"isSuccess":true,"requestId":"r"}""" : $$"""{"isSuccess":false,"errors":[{{string.Join(',', rejected)}}],"requestId":"r"}""";
        for (; times > 0; times--)
        {
            await Task.Delay(delay, clock, CancellationToken.None);
            await callback(token, body);
        }
    }

    private enum Mishap
    {
        None,
        TooManyRequests,
        Failed,
        AppliedAndFailed,
        Lost,
        AppliedAndLost,
        LostAndAppliedLate,
        Refused,
        AppliedAndHung,
        Hung,
        NoConnection,
    }
}
