using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>
/// With a known key, callback secret, customers and values, every way that a call can go at Trace level, with every activity and metric listened to: none of them turns
/// up. Alone, because it listens to the whole process.
/// </summary>
[Collection("Alone")]
public sealed class CanaryTests : IDisposable
{
    private const string CallbackUrl = "http://127.0.0.1:9/" + Canaries.CallbackSecret + "?token=" + Canaries.CallbackSecret;

    /// <summary>Each call, with what it says that a server may say back.</summary>
    private static readonly (string Echo, Func<IOptimoveAttributesClient, CancellationToken, Task<object>> Send)[] Calls =
    [
        (
            $"{Canaries.DefaultValue} {CallbackUrl}",
            static async (client, cancellationToken) => await client.AddAttributeAsync(
                new AttributeDefinition("A", AttributeType.NVarChar(50)) { DefaultValue = Canaries.DefaultValue, CallbackUrl = new Uri(CallbackUrl) }, cancellationToken)),
        (
            $"{Canaries.PlainCustomer} {Canaries.OddCustomer} {Canaries.Value}",
            static async (client, cancellationToken) => await client.UpdateAttributesAsync(
                [new CustomerUpdate(Canaries.PlainCustomer) { ["A"] = Canaries.Value }, new CustomerUpdate(Canaries.OddCustomer) { ["A"] = Canaries.Value }], cancellationToken)),
        (Canaries.PlainCustomer, static async (client, cancellationToken) => await client.GetCustomerAttributesAsync(Canaries.PlainCustomer, cancellationToken)),
        (Canaries.OddCustomer, static async (client, cancellationToken) => await client.GetCustomerAttributesAsync(Canaries.OddCustomer, cancellationToken)),
        (string.Empty, static async (client, cancellationToken) => await client.ListAttributesAsync(cancellationToken)),
    ];

    private readonly ConcurrentQueue<string> _logs = new();
    private readonly ConcurrentQueue<string> _traces = new();
    private readonly ConcurrentQueue<string> _metrics = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public CanaryTests()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _traces.Enqueue(string.Join('|', Describe(activity))),
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>(Measure);
        _meters.SetMeasurementEventCallback<int>(Measure);
        _meters.SetMeasurementEventCallback<double>(Measure);
        _meters.Start();
    }

    public static TheoryData<string> Ends =>
    [
        "200", "202", "empty", "text", "400", "401", "403", "404", "408", "413", "429", "429 later", "429 much later", "500", "503", "html", "html 502", "echo", "echo 400",
        "echo 503", "echo escaped", "truncated", "reset", "too long", "no http", "timeout", "total", "unreadable", "cancel",
    ];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task EveryCall_HoweverItEnds_ShowsNoneOfThem(string end)
    {
        for (var call = 0; call < Calls.Length; call++)
        {
            using var stop = new CancellationTokenSource();
            var clock = new WaitSkippingClock();
            using var server = new ScriptedServer(ReplyOf(end, $"no: {Canaries.ApiKey} {Calls[call].Echo}"))
            {
                OnRequest = _ =>
                {
                    if (end == "cancel")
                    {
                        stop.Cancel();
                    }
                    else if (end is "timeout" or "total")
                    {
                        clock.Advance(TimeSpan.FromSeconds(end == "total" ? 121 : 31));
                    }
                },
            };
            await using var provider = Provide(server.Address, clock);

            await TryAsync(() => Calls[call].Send(provider.GetRequiredService<IOptimoveAttributesClient>(), stop.Token));
        }

        AssertNothingShows();

        // An Add looks at the catalog first, and goes no further where it is cancelled.
        Assert.InRange(_traces.Count(static trace => trace.StartsWith("Optimove.Attributes.Client|", StringComparison.Ordinal)), Calls.Length, Calls.Length + 1);
        Assert.False(_metrics.IsEmpty);
        Assert.Equal(Calls.Length, _errors.Count(static error => error.StartsWith("thrown ", StringComparison.Ordinal) || error.StartsWith("returned ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Refusals_BeforeSending_ShowNoneOfThem()
    {
        await using var provider = Provide(new Uri("http://127.0.0.1:9/"), new WaitSkippingClock());
        var client = provider.GetRequiredService<IOptimoveAttributesClient>();
        var wide = new CustomerUpdate(Canaries.PlainCustomer);
        for (var i = 0; i < 11; i++)
        {
            wide[$"A{i}"] = Canaries.Value;
        }

        await TryAsync(() => client.UpdateAttributesAsync([wide, new CustomerUpdate(Canaries.PlainCustomer) { ["A"] = Canaries.Value }, new CustomerUpdate(Canaries.OddCustomer + "\n") { ["A;"] = Canaries.Value + "\ud800" }], default));
        await TryAsync(() => client.AddAttributeAsync(new AttributeDefinition("A", AttributeType.Int) { DefaultValue = Canaries.DefaultValue }, default));
        await TryAsync(() => client.GetCustomerAttributesAsync(Canaries.OddCustomer + "\n", default));
        await TryAsync(() => client.UpdateAndConfirmAsync([new CustomerUpdate(Canaries.PlainCustomer) { ["A"] = Canaries.Value }], default));
        await TryAsync(() => client.ListAttributesAsync(default));
        await TryAsync(() => Task.FromResult(OptimoveAttributesClient.Create(new()
        {
            BaseAddress = new Uri("http://" + Canaries.ApiKey + "@api.example/"),
            ApiKey = Canaries.ApiKey + " ",
            Callbacks = { PublicAddress = new Uri(CallbackUrl), Secrets = [Canaries.CallbackSecret] },
        })));
        await TryAsync(() => wide["A;NONE"]);

        Assert.Equal(7, _errors.Count(static error => error.StartsWith("thrown ", StringComparison.Ordinal)));
        AssertNothingShows();
    }

    [Fact]
    public async Task Profile_WhoseValuesDoNotRead_ShowsNoneOfThem()
    {
        using var server = new ScriptedServer(Reply.Ok($$"""[{"RealFieldName":"A","FieldType":"Int","Value":"{{Canaries.Stored}}"}]"""));
        await using var provider = Provide(server.Address, new WaitSkippingClock());
        var profile = await provider.GetRequiredService<IOptimoveAttributesClient>().GetCustomerAttributesAsync(Canaries.OddCustomer);

        await TryAsync(() => profile.GetInt32("A"));
        await TryAsync(() => profile.GetInt64("A"));
        await TryAsync(() => profile.GetDecimal("A"));
        await TryAsync(() => profile.GetDate("A"));
        await TryAsync(() => profile["B"]);
        _errors.Enqueue($"{profile} {profile["A"]}");

        Assert.Equal(5, _errors.Count(static error => error.StartsWith("thrown ", StringComparison.Ordinal)));
        AssertNothingShows();
    }

    [Fact]
    public async Task Callbacks_GoodAndBad_ShowNoneOfThem()
    {
        await using var provider = Provide(new Uri("http://127.0.0.1:9/"), new WaitSkippingClock());
        var receiver = provider.GetRequiredService<CallbackReceiver>();
        var token = receiver.CreateTestToken(CallbackOperation.UpdateAttributes);
        receiver.Handler = new FailingHandler();
        const string Junk = Canaries.ApiKey + Canaries.PlainCustomer + Canaries.Value;
        foreach (var (name, body) in new[] { (token, Junk), (token, $$"""{"isSuccess":false,"errors":[{"error":"3","customerId":"{{Canaries.PlainCustomer}}"}]}"""), (token[1..], Junk), (Canaries.CallbackSecret, Junk) })
        {
            await TryAsync(() => receiver.ReceiveAsync(name, new MemoryStream(Encoding.UTF8.GetBytes(body))));
        }

        Assert.Contains(_errors, static error => error.Contains("The handler failed.", StringComparison.Ordinal));
        Assert.DoesNotContain(_logs.Concat(_traces).Concat(_metrics), text => text.Contains(token, StringComparison.Ordinal));
        AssertNothingShows();
    }

    /// <summary>The check itself: what is shown on purpose is found, in each channel and in any form.</summary>
    [Theory]
    [InlineData("log")]
    [InlineData("scope")]
    [InlineData("trace")]
    [InlineData("metric")]
    [InlineData("error")]
    public async Task Check_OfWhatIsShownOnPurpose_FindsIt(string channel)
    {
        using var server = new ScriptedServer(Reply.Ok("[]"));
        await using var provider = Provide(server.Address, new WaitSkippingClock());
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("test");
        using var source = new ActivitySource("test");
        using var meter = new Meter("test");
        switch (channel)
        {
            case "log":
                Say(logger, Uri.EscapeDataString(Canaries.OddCustomer), null);
                break;
            case "scope":
                using (logger.BeginScope(new Dictionary<string, object> { ["id"] = Canaries.PlainCustomer }))
                {
                    Say(logger, "x", null);
                }

                break;
            case "trace":
                source.StartActivity("call")!.SetTag("path", "/" + Canaries.PlainCustomer.ToUpperInvariant()).Dispose();
                break;
            case "metric":
                meter.CreateCounter<long>("calls").Add(1, new KeyValuePair<string, object?>("key", Canaries.ApiKey));
                break;
            default:
                await TryAsync(() => Task.FromException<int>(new HttpRequestException("x", new InvalidOperationException("y") { Data = { ["body"] = Encoding.UTF8.GetBytes(Canaries.Value) } })));
                break;
        }

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(AssertNothingShows);
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private static readonly Action<ILogger, string, Exception?> Say = LoggerMessage.Define<string>(LogLevel.Information, 1, "{Text}");

    private static IEnumerable<string> Describe(Activity activity) =>
    [
        activity.Source.Name, activity.DisplayName, activity.OperationName, activity.StatusDescription ?? string.Empty, activity.TraceStateString ?? string.Empty,
        .. activity.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}"),
        .. activity.Baggage.Select(static item => $"{item.Key}={item.Value}"),
        .. activity.Events.SelectMany(static happened => happened.Tags.Select(static tag => $"{tag.Key}={tag.Value}").Prepend(happened.Name)),
    ];

    private static Reply ReplyOf(string end, string echo) => end switch
    {
        "202" => Reply.Status(202, """{"requestId":"1"}"""),
        "empty" => Reply.Ok(string.Empty),
        "text" or "echo" => Reply.Ok($"\"{echo}\""),
        "429 later" => Reply.Status(429, echo, "Retry-After: 3"),
        "429 much later" => Reply.Status(429, echo, "Retry-After: 72000"),
        "html" => Reply.Ok($"<html>{echo}</html>", "Content-Type: text/html"),
        "html 502" => Reply.Status(502, $"<html>{echo}</html>", "Content-Type: text/html"),
        "echo 400" => Reply.Status(400, $$"""{"message":"{{echo}}","requestId":"{{echo}}"}"""),
        "echo 503" => Reply.Status(503, echo),
        "echo escaped" => Reply.Status(400, $"{Uri.EscapeDataString(echo)} {System.Text.Json.JsonSerializer.Serialize(echo)} {WebUtility.HtmlEncode(echo)} {echo.ToUpperInvariant()}"),
        "truncated" => Reply.Broken($$"""[{"RealFieldName":"A","Value":"{{Canaries.Stored}}"}""", ReplyEnd.Close),
        "reset" => Reply.Reset,
        "too long" => Reply.Ok(new string('x', 5000) + echo),
        "no http" => new Reply(Encoding.UTF8.GetBytes(echo + "\r\n\r\n"), ReplyEnd.Close),
        "timeout" or "total" or "cancel" => Reply.Never,
        "unreadable" => Reply.Ok($$"""[{"RealFieldName":"A","Value":"{{Canaries.Stored}}"},{{{Canaries.Stored}}]"""),
        "200" => Reply.Ok($$"""[{"RealFieldName":"A","Value":"{{Canaries.Stored}}"}]"""),
        _ => Reply.Status(int.Parse(end, System.Globalization.CultureInfo.InvariantCulture), echo),
    };

    private static async Task<T> Plain<T>(Func<T> read)
    {
        await Task.Yield();
        return read();
    }

    private Task TryAsync<T>(Func<T> read) => TryAsync(() => Plain(read));

    private async Task TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            _errors.Enqueue($"returned {await call()}");
        }
        catch (Exception exception)
        {
            _errors.Enqueue("thrown " + exception.GetType());
            foreach (var text in Canaries.TextsOf(exception))
            {
                _errors.Enqueue(text);
            }
        }
    }

    private void Measure<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var text = new StringBuilder(instrument.Name);
        foreach (var (name, value) in tags)
        {
            text.Append('|').Append(name).Append('=').Append(value);
        }

        _metrics.Enqueue(text.ToString());
    }

    private void AssertNothingShows()
    {
        foreach (var (channel, texts) in new[] { ("log", _logs), ("trace", _traces), ("metric", _metrics), ("error", _errors) })
        {
            Assert.All(texts, text => Assert.True(Canaries.FindIn(text) is null, $"{channel}: {Canaries.FindIn(text)} in {text}"));
        }
    }

    private ServiceProvider Provide(Uri address, TimeProvider clock)
    {
        var services = new ServiceCollection().AddSingleton(clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new QueueLoggerProvider(_logs)));
        services.AddOptimoveAttributes(options =>
        {
            options.BaseAddress = address;
            options.ApiKey = Canaries.ApiKey;
            options.MaxResponseBytes = 4096;
            options.Callbacks.Secrets = [Canaries.CallbackSecret + "-that-is-long-enough"];
        });
        return services.BuildServiceProvider();
    }

    private sealed class FailingHandler : IOptimoveCallbackHandler
    {
        public Task OnAttributeAddedAsync(AddAttributeOutcome outcome, CancellationToken cancellationToken) => throw new InvalidOperationException("The handler failed.");

        public Task OnAttributesUpdatedAsync(UpdateAttributesOutcome outcome, CancellationToken cancellationToken) => throw new InvalidOperationException("The handler failed.");
    }

    /// <summary>Every text of a log entry: its message, each value of its state and scopes, its exception.</summary>
    private sealed class QueueLoggerProvider(ConcurrentQueue<string> texts) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Add(state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            texts.Enqueue(formatter(state, exception));
            texts.Enqueue($"{exception}");
            Add(state);
        }

        public void Dispose()
        {
        }

        private void Add(object? state)
        {
            texts.Enqueue($"{state}");
            foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            {
                texts.Enqueue($"{name}={value}");
            }
        }
    }
}
