using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>A client, and in place of its connection a server that answers as it is told, both on one simulated clock.</summary>
internal sealed class StubServer : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly RecordingLoggerProvider _logs = new();
    private readonly List<StubCall> _calls = [];
    private readonly Func<StubCall, HttpResponseMessage> _answer;
    private readonly TimeSpan _takes;
    private readonly long _start;

    /// <param name="answer">Answers a call; what it throws is what the connection throws.</param>
    /// <param name="configure">Sets the client's options.</param>
    /// <param name="takes">How long an answer takes; 100 ms by default.</param>
    public StubServer(Func<StubCall, HttpResponseMessage> answer, Action<OptimoveAttributesOptions>? configure = null, TimeSpan? takes = null)
    {
        _answer = answer;
        _takes = takes ?? TimeSpan.FromMilliseconds(100);
        _start = Clock.GetTimestamp();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.AddProvider(_logs).SetMinimumLevel(LogLevel.Information));
#pragma warning disable CA2000 // The factory disposes it.
        services.AddOptimoveAttributes(options =>
        {
            (options.BaseAddress, options.ApiKey) = (new Uri("https://api4.optimove.net/"), "key");
            configure?.Invoke(options);
        }).AddHttpMessageHandler(() => new Handler(this));
#pragma warning restore CA2000
        _provider = services.BuildServiceProvider();
        Client = _provider.GetRequiredService<IOptimoveAttributesClient>();
    }

    public SimulatedClock Clock { get; } = new();

    public IOptimoveAttributesClient Client { get; }

    public CallbackReceiver Receiver => _provider.GetRequiredService<CallbackReceiver>();

    public TimeSpan Now => Clock.GetElapsedTime(_start);

    public IReadOnlyList<StubCall> Calls => _calls;

    public IReadOnlyList<string> LogLines => _logs.Lines;

    public static HttpResponseMessage Taken() => Status(HttpStatusCode.OK);

    public static HttpResponseMessage Status(HttpStatusCode status, TimeSpan? retryAfter = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent("""{"requestId":"r"}""") };
        response.Headers.RetryAfter = retryAfter is { } delay ? new(delay) : null;
        return response;
    }

    public static HttpRequestException ConnectionRefused() => new(HttpRequestError.ConnectionError, "refused");

    /// <summary>Does work on simulated time.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var run = Task.Run(work);
        Clock.Run(run);
        return run.GetAwaiter().GetResult();
    }

    public BulkUpdateReport UpdateMany(IEnumerable<CustomerUpdate> updates, BulkUpdateOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Run(() => Client.UpdateManyAsync(updates, progress, options, cancellationToken));

    public void Dispose() => _provider.Dispose();

    private sealed class Handler(StubServer server) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(CancellationToken.None));
            var values = body.RootElement.GetProperty("CustomerNewAttributesValuesList").EnumerateArray()
                .SelectMany(static customer => customer.GetProperty("Attributes").EnumerateArray()
                    .Select(attribute => (customer.GetProperty("CustomerID").GetString()!, attribute.GetProperty("RealFieldName").GetString()!, attribute.GetProperty("Value").GetString())))
                .ToList();
            var token = body.RootElement.TryGetProperty("CallbackURL", out var url) ? url.GetString()!.Split('/')[^1] : null;
            StubCall call;
            lock (server._calls)
            {
                call = new StubCall(server._calls.Count + 1, server.Now, values, token);
                server._calls.Add(call);
            }

            await Task.Delay(server._takes, server.Clock, cancellationToken);
            return server._answer(call);
        }
    }
}
