using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Optimove.Attributes.Client.Testing;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.AspNetCore.Tests;

/// <summary>A client on a simulator, both on one simulated clock, and an app that takes the callbacks on real HTTP, as the client's instance or as another one.</summary>
internal sealed class ConfirmSetup : IAsyncDisposable
{
    private readonly CallbackApp _app;
    private readonly OptimoveAttributesClient _client;

    private ConfirmSetup(WaitSkippingClock clock, OptimoveSimulator simulator, CallbackApp app, OptimoveAttributesClient client)
    {
        Clock = clock;
        Simulator = simulator;
        _app = app;
        _client = client;
    }

    public WaitSkippingClock Clock { get; }

    public OptimoveSimulator Simulator { get; }

    public IOptimoveAttributesClient Client => _client;

    public int OutstandingCount => _client.OutcomeTracker.OutstandingCount;

    public static async Task<ConfirmSetup> StartAsync(
        Action<OptimoveAttributesOptions>? configure = null, Func<int, bool>? isForAnotherInstance = null, TimeSpan creationDelay = default)
    {
        var clock = new WaitSkippingClock();
        var simulator = OptimoveSimulator.Start(new()
        {
            TimeProvider = clock,
            CreationDelay = creationDelay,
            RateLimits = [],
            MaxApiAttributes = int.MaxValue,
        });
        CallbackReceiver? own = null;
        OutcomeTracker? waiting = null;
        var number = 0;

        // The instance without a wait passes the outcome on to the one that waits, as two instances would by any pub/sub.
        var app = await CallbackApp.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<IOptimoveCallbackHandler>(new PassOn(() => waiting!)),
            app => app.MapPost("/callbacks/{token}", async (HttpContext context, string token) =>
            {
                var receiver = isForAnotherInstance?.Invoke(Interlocked.Increment(ref number)) == true ? app.Services.GetRequiredService<CallbackReceiver>() : own!;
                context.Response.StatusCode = (int)await receiver.ReceiveAsync(token, context.Request.Body, context.RequestAborted);
            }));
        var options = new OptimoveAttributesOptions
        {
            BaseAddress = simulator.BaseAddress,
            ApiKey = simulator.ApiKey,

            // Simulated time is moved on for the deadlines; it must not end an attempt meanwhile.
            AttemptTimeout = TimeSpan.FromHours(20),
            TotalTimeout = TimeSpan.FromHours(20),
            MaxApiAttributes = int.MaxValue,
        };
        options.Callbacks.PublicAddress = new Uri(app.Address, "/callbacks");
        options.Callbacks.Secrets = [CallbackApp.Secret];
        configure?.Invoke(options);
        var client = OptimoveAttributesClient.Create(options, clock);
        own = client.CallbackReceiver;
        waiting = client.OutcomeTracker;

        // The look at the catalog before an Add is not what is tested with this.
        if (options.BaseAddress == simulator.BaseAddress)
        {
            await client.ListAttributesAsync();
            simulator.ClearRequests();
        }

        return new ConfirmSetup(clock, simulator, app, client);
    }

    /// <summary>Lets time pass until the task ends, for one whose outcome never comes.</summary>
    public async Task<T> AtTheDeadlineAsync<T>(Task<T> task)
    {
        await Simulator.WhenSettledAsync();
        while (!task.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(2);
        }

        return await task;
    }

    /// <summary>POSTs an outcome while the simulator is at a call, before it answers.</summary>
    public void PostWhile(SimulatedCall call, Func<string> callbackUrl, string body) => Simulator.Inject(Fault.Status(500), FaultTrigger.Always.On(call).Where(_ =>
    {
        using var http = new HttpClient();
        using var content = new StringContent(body);
        using var response = http.PostAsync(new Uri(callbackUrl()), content).GetAwaiter().GetResult();
        return false;
    }));

    /// <summary>POSTs an outcome of a call that was never made.</summary>
    public async Task PostAsync(CallbackOperation operation, string body)
    {
        using var http = new HttpClient();
        using var content = new StringContent(body);
        using var response = await http.PostAsync(new Uri(_app.Address, "/callbacks/" + _client.CallbackReceiver.CreateTestToken(operation)), content);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await Simulator.DisposeAsync();
        await _app.DisposeAsync();
    }

    private sealed class PassOn(Func<OutcomeTracker> waiting) : IOptimoveCallbackHandler
    {
        public Task OnAttributeAddedAsync(AddAttributeOutcome outcome, CancellationToken cancellationToken) => Pass(outcome);

        public Task OnAttributesUpdatedAsync(UpdateAttributesOutcome outcome, CancellationToken cancellationToken) => Pass(outcome);

        private Task Pass(AttributeOutcome outcome)
        {
            waiting().TryComplete(outcome.CallId, outcome);
            return Task.CompletedTask;
        }
    }
}
