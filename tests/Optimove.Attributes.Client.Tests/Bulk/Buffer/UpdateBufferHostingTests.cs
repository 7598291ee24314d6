using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Client.Tests.Bulk.Buffer;

/// <summary>The buffer in a host, over real HTTP.</summary>
public sealed class UpdateBufferHostingTests : IDisposable
{
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new() { AcceptUnknownCustomers = true });

    public UpdateBufferHostingTests() => _simulator.AddAttribute("SCORE", "INT");

    [Fact]
    public async Task HostThatStops_DeliversWhatOtherServicesEnqueueAtTheirEnd()
    {
        var handler = new RecordingOutcomeHandler();
        using var host = CreateHost(services => services
            .AddHostedService<Farewell>()
            .AddOptimoveUpdateBuffer(static options => options.MaxDelay = TimeSpan.FromHours(1))
            .AddSingleton<IBatchOutcomeHandler>(handler));
        await host.StartAsync();
        await host.Services.GetRequiredService<AttributeUpdateBuffer>().EnqueueAsync(new CustomerUpdate("1") { ["SCORE"] = 1 });

        await host.StopAsync();

        Assert.Equal(("1", "2"), (_simulator.GetValue("1", "SCORE"), _simulator.GetValue("at the end", "SCORE")));
        Assert.Equal(2, handler.Counts.Accepted);
    }

    [Fact]
    public async Task ScopedHandler_HasAScopeForEachOutcome()
    {
        var scopes = new List<Scoped>();
        using var host = CreateHost(services => services
            .AddSingleton(scopes).AddScoped<Scoped>().AddScoped<IBatchOutcomeHandler, ScopedHandler>()
            .AddOptimoveUpdateBuffer());
        await host.StartAsync();
        var buffer = host.Services.GetRequiredService<AttributeUpdateBuffer>();
        for (var i = 0; i < 3; i++)
        {
            await buffer.EnqueueAsync(new CustomerUpdate("1") { ["SCORE"] = i });
            await buffer.FlushAsync();
        }

        await host.StopAsync();

        Assert.Equal(3, scopes.Distinct().Count());
        Assert.All(scopes, static scope => Assert.True(scope.IsDisposed));
    }

    [Fact]
    public async Task KeyedBuffers_GoToTheirOwnClientAndHandler()
    {
        using var other = OptimoveSimulator.Start(new() { AcceptUnknownCustomers = true });
        other.AddAttribute("SCORE", "INT");
        var (ofA, ofB) = (new RecordingOutcomeHandler(), new RecordingOutcomeHandler());
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddOptimoveAttributes("a", options => (options.BaseAddress, options.ApiKey) = (_simulator.BaseAddress, _simulator.ApiKey));
        builder.Services.AddOptimoveAttributes("b", options => (options.BaseAddress, options.ApiKey) = (other.BaseAddress, other.ApiKey));
        builder.Services.AddOptimoveUpdateBuffer("a").AddOptimoveUpdateBuffer("b", static options => options.Capacity = 5);
        builder.Services.AddKeyedSingleton<IBatchOutcomeHandler>("a", ofA).AddKeyedSingleton<IBatchOutcomeHandler>("b", ofB);
        using var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredKeyedService<AttributeUpdateBuffer>("a").EnqueueAsync(new CustomerUpdate("1") { ["SCORE"] = 1 });
        await host.Services.GetRequiredKeyedService<AttributeUpdateBuffer>("b").EnqueueAsync(new CustomerUpdate("2") { ["SCORE"] = 2 });

        await host.StopAsync();

        Assert.Equal(("1", "2"), (_simulator.GetValue("1", "SCORE"), other.GetValue("2", "SCORE")));
        Assert.Equal((1, 1), (ofA.Counts.Accepted, ofB.Counts.Accepted));
    }

    [Fact]
    public async Task NoHandler_StopsTheHostFromStarting()
    {
        using var host = CreateHost(static services => services.AddOptimoveUpdateBuffer());

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains(nameof(IBatchOutcomeHandler), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandlerMayNeedTheBufferOfAnotherClient()
    {
        var builder = Host.CreateApplicationBuilder();
        foreach (var name in new[] { "a", "b" })
        {
            builder.Services.AddOptimoveAttributes(name, options => (options.BaseAddress, options.ApiKey) = (_simulator.BaseAddress, _simulator.ApiKey));
            builder.Services.AddOptimoveUpdateBuffer(name);
        }

        builder.Services.AddKeyedScoped<IBatchOutcomeHandler>("a", static (provider, _) => new HandlerWithBuffer(provider.GetRequiredKeyedService<AttributeUpdateBuffer>("b")));
        builder.Services.AddKeyedSingleton<IBatchOutcomeHandler>("b", new RecordingOutcomeHandler());
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        Assert.NotNull(host.Services.GetRequiredKeyedService<AttributeUpdateBuffer>("a"));
    }

    [Fact]
    public async Task HandlerThatNeedsTheBuffer_StopsTheHostFromStarting()
    {
        using var host = CreateHost(static services => services.AddOptimoveUpdateBuffer().AddScoped<IBatchOutcomeHandler, HandlerWithBuffer>());

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("waits for it", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostThatStops_DoesNotWaitForOutcomesThatNothingCanTake()
    {
        var handler = new RecordingOutcomeHandler();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddOptimoveAttributes(options =>
        {
            (options.BaseAddress, options.ApiKey) = (_simulator.BaseAddress, _simulator.ApiKey);
            options.Callbacks.PublicAddress = new Uri("http://127.0.0.1:9/callbacks");
            options.Callbacks.Secrets = ["a secret of more than 32 characters"];
        });
        builder.Services.AddOptimoveUpdateBuffer().AddSingleton<IBatchOutcomeHandler>(handler);
        using var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<AttributeUpdateBuffer>().EnqueueAsync(new CustomerUpdate("1") { ["SCORE"] = 1 });

        // Were the deadline of two minutes waited for, the host's time would be over, and this would throw.
        await host.StopAsync();

        Assert.Single(_simulator.Requests);
        Assert.Equal(UnconfirmedReason.NoCallback, Assert.Single(Assert.Single(handler.Outcomes).Problems).Reason);
    }

    [Fact]
    public async Task OptionsThatCannotBeRight_StopTheHostFromStarting()
    {
        using var host = CreateHost(static services => services
            .AddSingleton<IBatchOutcomeHandler>(new RecordingOutcomeHandler()).AddOptimoveUpdateBuffer(static options => options.Capacity = 0));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("Capacity", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegisteredTwice_IsOneBufferWithBothConfigurations()
    {
        using var host = CreateHost(static services => services
            .AddSingleton<IBatchOutcomeHandler>(new RecordingOutcomeHandler())
            .AddOptimoveUpdateBuffer(static options => options.Capacity = 7)
            .AddOptimoveUpdateBuffer(static options => options.MaxConcurrentCalls = 3));

        Assert.Single(host.Services.GetServices<AttributeUpdateBuffer>());
        Assert.Single(host.Services.GetServices<IHostedService>());
        var options = host.Services.GetRequiredService<IOptions<AttributeUpdateBufferOptions>>().Value;
        Assert.Equal((7, 3), (options.Capacity, options.MaxConcurrentCalls));
        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public void Nulls_AreRefused()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>("services", static () => ((IServiceCollection)null!).AddOptimoveUpdateBuffer());
        Assert.Throws<ArgumentNullException>("configure", () => services.AddOptimoveUpdateBuffer((Action<AttributeUpdateBufferOptions>)null!));
        Assert.Throws<ArgumentException>("name", () => services.AddOptimoveUpdateBuffer(string.Empty));
    }

    public void Dispose() => _simulator.Dispose();

    private IHost CreateHost(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddOptimoveAttributes(options => (options.BaseAddress, options.ApiKey) = (_simulator.BaseAddress, _simulator.ApiKey));
        configure(builder.Services);
        return builder.Build();
    }

#pragma warning disable CA1812 // The container makes them.
    private sealed class Farewell(AttributeUpdateBuffer buffer) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => buffer.EnqueueAsync(new CustomerUpdate("at the end") { ["SCORE"] = 2 }, cancellationToken).AsTask();
    }

    private sealed class HandlerWithBuffer(AttributeUpdateBuffer buffer) : IBatchOutcomeHandler
    {
        public Task HandleAsync(BatchOutcome outcome, CancellationToken cancellationToken) => buffer.FlushAsync(cancellationToken);
    }

    private sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class ScopedHandler(Scoped scoped, List<Scoped> seen) : IBatchOutcomeHandler
    {
        public Task HandleAsync(BatchOutcome outcome, CancellationToken cancellationToken)
        {
            Assert.False(scoped.IsDisposed);
            seen.Add(scoped);
            return Task.CompletedTask;
        }
    }
#pragma warning restore CA1812
}
