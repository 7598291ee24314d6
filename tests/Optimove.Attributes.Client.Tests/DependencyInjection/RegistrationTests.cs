using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Configuration_EveryOption_IsBoundAndLimitsReplaceTheDefault()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Optimove:BaseAddress"] = "https://api4.optimove.net/current/",
            ["Optimove:ApiKey"] = "k",
            ["Optimove:MaxRetryAttempts"] = "2",
            ["Optimove:RetryBaseDelay"] = "00:00:01",
            ["Optimove:MaxRetryDelay"] = "00:00:20",
            ["Optimove:AttemptTimeout"] = "00:00:07",
            ["Optimove:TotalTimeout"] = "00:01:00",
            ["Optimove:RateLimits:0:PermitLimit"] = "25",
            ["Optimove:RateLimits:0:Window"] = "00:00:10",
            ["Optimove:RateLimits:1:PermitLimit"] = "2000",
            ["Optimove:RateLimits:1:Window"] = "01:00:00",
            ["Optimove:MaxCustomersPerCall"] = "10",
            ["Optimove:MaxAttributesPerCustomer"] = "3",
            ["Optimove:MaxResponseBytes"] = "4096",
        }).Build();
        await using var provider = new ServiceCollection().AddOptimoveAttributes(configuration.GetSection("Optimove")).Services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<OptimoveAttributesOptions>>().Value;

        Assert.Equal(new Uri("https://api4.optimove.net/current/"), options.BaseAddress);
        Assert.Equal(("k", 2, 10, 3, 4096), (options.ApiKey, options.MaxRetryAttempts, options.MaxCustomersPerCall, options.MaxAttributesPerCustomer, options.MaxResponseBytes));
        Assert.Equal([1, 20, 7, 60], new[] { options.RetryBaseDelay, options.MaxRetryDelay, options.AttemptTimeout, options.TotalTimeout }.Select(time => time.TotalSeconds));
        Assert.Equal([new RateLimit(25, TimeSpan.FromSeconds(10)), new RateLimit(2000, TimeSpan.FromHours(1))], options.RateLimits);
        Assert.NotNull(provider.GetRequiredService<IOptimoveAttributesClient>());
    }

    [Fact]
    public void Defaults_AreThoseOfTheDocumentation()
    {
        var options = new OptimoveAttributesOptions();

        Assert.Equal(
            (4, 500, 30_000, 30_000, 120_000, 1000, 10, 16_777_216),
            (options.MaxRetryAttempts, options.RetryBaseDelay.TotalMilliseconds, options.MaxRetryDelay.TotalMilliseconds, options.AttemptTimeout.TotalMilliseconds,
                options.TotalTimeout.TotalMilliseconds, options.MaxCustomersPerCall, options.MaxAttributesPerCustomer, options.MaxResponseBytes));
        Assert.Equal([new RateLimit(50, TimeSpan.FromSeconds(10))], options.RateLimits);
    }

    [Fact]
    public async Task Keyed_TwoTenants_EachGoesItsOwnWay()
    {
        using var a = new ScriptedServer(Reply.Ok("[]"));
        using var b = new ScriptedServer(Reply.Ok("[]"));
        var services = new ServiceCollection();
        services.AddOptimoveAttributes("brand-a", options => Set(options, a.Address, "key-a"));
        services.AddOptimoveAttributes("brand-b", options => Set(options, b.Address, "key-b"));
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        await provider.GetRequiredKeyedService<IOptimoveAttributesClient>("brand-a").ListAttributesAsync();
        await provider.GetRequiredKeyedService<IOptimoveAttributesClient>("brand-b").ListAttributesAsync();
        await provider.GetRequiredKeyedService<IOptimoveAttributesApi>("brand-b").GetCustomerAttributeListAsync();

        Assert.Equal(["key-a"], a.Requests.SelectMany(request => request.Header("X-API-KEY")));
        Assert.Equal(["key-b", "key-b"], b.Requests.SelectMany(request => request.Header("X-API-KEY")));
        Assert.Null(provider.GetService<IOptimoveAttributesClient>());
    }

    [Fact]
    public async Task Start_WithEverythingWrong_NamesAllFaultsAndNoKey()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddOptimoveAttributes(options =>
        {
            options.BaseAddress = new Uri("http://api4.optimove.net/");
            options.ApiKey = "secret\nkey";
            options.MaxRetryAttempts = -1;
            options.AttemptTimeout = TimeSpan.FromMinutes(3);
            options.RateLimits = [];
        });
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(5, exception.Failures.Count());
        Assert.All(
            new[] { "BaseAddress", "ApiKey", "MaxRetryAttempts", "TotalTimeout", "RateLimits" },
            name => Assert.Contains(exception.Failures, failure => failure.StartsWith(name, StringComparison.Ordinal) && exception.Message.Contains(failure, StringComparison.Ordinal)));
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://api4.optimove.net/", true)]
    [InlineData("http://localhost:5000/", true)]
    [InlineData("http://127.0.0.1:5000/current/", true)]
    [InlineData("http://[::1]:5000/", true)]
    [InlineData("http://api4.optimove.net/", false)]
    [InlineData("ftp://api4.optimove.net/", false)]
    [InlineData("/current/", false)]
    [InlineData("https://user:pw@api4.optimove.net/", false)]
    [InlineData("https://api4.optimove.net/?a=b", false)]
    public void Create_BaseAddress_IsTakenOrRefused(string address, bool taken)
    {
        var options = new OptimoveAttributesOptions { BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute), ApiKey = "k" };

        var exception = Record.Exception(() => OptimoveAttributesClient.Create(options).Dispose());

        Assert.Equal(taken ? null : typeof(OptionsValidationException), exception?.GetType());
    }

    [Fact]
    public async Task RegisteredTwice_HasOnePipelineAndBothConfigurations()
    {
        using var server = new ScriptedServer(Reply.Status(503));
        var services = new ServiceCollection().AddSingleton<TimeProvider>(new WaitSkippingClock());
        services.AddOptimoveAttributes(options => Set(options, server.Address, "k"));
        services.AddOptimoveAttributes(options => options.MaxRetryAttempts = 1);
        await using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<OptimoveApiException>(() => provider.GetRequiredService<IOptimoveAttributesClient>().ListAttributesAsync());

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DefaultsWithAStandardResilienceHandler_ChangeNothing(bool before)
    {
        using var server = new ScriptedServer(Reply.Status(503));
        var services = new ServiceCollection().AddSingleton<TimeProvider>(new WaitSkippingClock());
        if (before)
        {
            services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler());
        }

        services.AddOptimoveAttributes(options => Set(options, server.Address, "k"));
        if (!before)
        {
            services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler());
        }

        await using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<OptimoveApiException>(() => provider.GetRequiredService<IOptimoveAttributesClient>().ListAttributesAsync());

        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task Key_OfAProvider_IsReadForEachAttempt()
    {
        var reads = 0;
        using var server = new ScriptedServer(Reply.Status(503), Reply.Ok("[]"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock(), options => options.ApiKeyProvider = _ => new($"key-{++reads}"));

        await client.ListAttributesAsync();

        Assert.Equal(["key-1", "key-2"], server.Requests.SelectMany(request => request.Header("X-API-KEY")));
    }

    [Fact]
    public async Task Key_OfAProviderThatGivesNone_IsRefusedBeforeSending()
    {
        using var server = new ScriptedServer();
        await using var client = TestClient.Create(server.Address, null, options => options.ApiKeyProvider = _ => new(" "));

        await Assert.ThrowsAsync<OptimoveValidationException>(() => client.ListAttributesAsync());

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Key_ChangedLater_IsTakenFromTheOptionsAndFromAReload()
    {
        using var server = new ScriptedServer(Reply.Ok("[]"));
        var options = new OptimoveAttributesOptions { BaseAddress = server.Address, ApiKey = "given-1" };
        await using var client = OptimoveAttributesClient.Create(options);
        var configuration = (IConfigurationRoot)new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["BaseAddress"] = server.Address.ToString(), ["ApiKey"] = "bound-1" }).Build();
        await using var provider = new ServiceCollection().AddOptimoveAttributes(configuration).Services.BuildServiceProvider();
        var bound = provider.GetRequiredService<IOptimoveAttributesClient>();

        await client.ListAttributesAsync();
        await bound.ListAttributesAsync();
        options.ApiKey = "given-2";
        configuration["ApiKey"] = "bound-2";
        configuration.Reload();
        await client.ListAttributesAsync();
        await bound.ListAttributesAsync();

        Assert.Equal(["given-1", "bound-1", "given-2", "bound-2"], server.Requests.SelectMany(request => request.Header("X-API-KEY")));
    }

    [Theory]
    [InlineData("ApiKey", "", "ApiKey is missing")]
    [InlineData("TotalTimeout", "00:00:00", "TotalTimeout is 00:00:00")]
    public async Task Options_ReloadedThatCannotBeRight_EndCallsAsRefusedUntilTheyAre(string option, string value, string fault)
    {
        using var server = new ScriptedServer(Reply.Ok("[]"));
        var configuration = (IConfigurationRoot)new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["BaseAddress"] = server.Address.ToString(), ["ApiKey"] = "key" }).Build();
        await using var provider = new ServiceCollection().AddOptimoveAttributes(configuration).Services.BuildServiceProvider();
        var client = provider.GetRequiredService<IOptimoveAttributesClient>();
        var before = configuration[option];

        configuration[option] = value;
        Assert.Throws<AggregateException>(configuration.Reload);
        var exception = await Assert.ThrowsAsync<OptimoveValidationException>(() => client.ListAttributesAsync());
        configuration[option] = before ?? "00:02:00";
        configuration.Reload();
        await client.ListAttributesAsync();

        Assert.StartsWith(fault, Assert.Single(exception.Violations).Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Options_ChangedLater_CountForTheKeyAlone()
    {
        using var server = new ScriptedServer(Reply.Ok($"[{new string(' ', 5000)}]"));
        using var limiter = new OptimoveRateLimiter([new RateLimit(1, TimeSpan.FromSeconds(10))]);
        var options = new OptimoveAttributesOptions { BaseAddress = server.Address, ApiKey = "first" };
        await using var client = OptimoveAttributesClient.Create(options);

        options.ApiKey = "second";
        options.BaseAddress = new Uri("https://elsewhere.example/");
        options.TotalTimeout = TimeSpan.Zero;
        options.MaxResponseBytes = 1024;
        options.MaxCustomersPerCall = 0;
        options.RateLimiter = limiter;
        options.Callbacks.PublicAddress = new Uri("https://elsewhere.example/");
        await client.ListAttributesAsync();
        await client.UpdateAttributesAsync([new CustomerUpdate("42") { ["VIP_LEVEL"] = "Gold" }]);

        Assert.Equal(["second", "second"], server.Requests.SelectMany(request => request.Header("X-API-KEY")));
        Assert.DoesNotContain("CallbackURL", server.Requests[1].Text, StringComparison.Ordinal);
        Assert.Equal(1, limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        using var elsewhere = new ScriptedServer();
        using var server = new ScriptedServer(Reply.Status(307, "", $"Location: {elsewhere.Address}"));
        await using var client = TestClient.Create(server.Address);

        await Assert.ThrowsAsync<OptimoveApiException>(() => client.ListAttributesAsync());

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Logs_OfACallThatIsRetried_HoldNeitherPathNorKey()
    {
        using var server = new ScriptedServer(Reply.Status(429), Reply.Status(503), Reply.Ok("[]"));
        using var log = new RecordingLoggerProvider();
        var services = new ServiceCollection().AddSingleton<TimeProvider>(new WaitSkippingClock());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddOptimoveAttributes(options => Set(options, server.Address, "secret-key"));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IOptimoveAttributesClient>().GetCustomerAttributesAsync("customer-4711");

        Assert.Contains(log.Lines, line => line.StartsWith("Optimove.Attributes.Client: GetCustomerAttributes: attempt 1 failed", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("all calls with this key pause", StringComparison.Ordinal));
        Assert.All(log.Lines, line =>
        {
            Assert.DoesNotContain("customer-", line, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task OwnHandler_OnTheBuilder_SeesEveryAttempt()
    {
        using var server = new ScriptedServer(Reply.Status(503), Reply.Status(503), Reply.Ok("[]"));
        using var counter = new CountingHandler();
        var services = new ServiceCollection().AddSingleton<TimeProvider>(new WaitSkippingClock());
        services.AddOptimoveAttributes(options => Set(options, server.Address, "k")).AddHttpMessageHandler(() => counter);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IOptimoveAttributesClient>().ListAttributesAsync();

        Assert.Equal(3, counter.Count);
    }

    [Fact]
    public async Task Dispose_OfAClient_ClosesItsConnectionsAndEndsItsUse()
    {
        using var server = new ScriptedServer(Reply.Ok("[]"));
        var client = TestClient.Create(server.Address);
        await client.ListAttributesAsync();
        Assert.Equal(1, server.OpenConnections);

        await client.DisposeAsync();
        await client.DisposeAsync();

        Assert.True(SpinWait.SpinUntil(() => server.OpenConnections == 0, TimeSpan.FromSeconds(30)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ListAttributesAsync());
    }

    [Fact]
    public async Task Dispose_WhileACallWaitsForAPermit_EndsTheCall()
    {
        var arrived = new TaskCompletionSource();
        using var server = new ScriptedServer(Reply.Never) { OnRequest = _ => arrived.SetResult() };
        var client = TestClient.Create(server.Address, null, options => options.RateLimits = [new RateLimit(1, TimeSpan.FromHours(1))]);
        using var source = new CancellationTokenSource();
        var sent = client.ListAttributesAsync(source.Token);
        await arrived.Task;
        var waiting = client.ListAttributesAsync();

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
    }

    [Fact]
    public async Task Api_OfTheContainer_ThrowsOurErrorsAndNoneOfRefits()
    {
        using var server = new ScriptedServer(Reply.Status(404, "gone"), Reply.Ok("{}"), Reply.Status(401));
        var services = new ServiceCollection();
        services.AddOptimoveAttributes(options => Set(options, server.Address, "k"));
        await using var provider = services.BuildServiceProvider();
        var api = provider.GetRequiredService<IOptimoveAttributesApi>();

        Assert.Equal("gone", (await Assert.ThrowsAsync<OptimoveApiException>(() => api.GetCustomerAttributeListAsync())).BodyExcerpt);
        Assert.Null((await Assert.ThrowsAsync<OptimoveApiException>(() => api.GetCustomerAttributeListAsync())).BodyExcerpt);
        await Assert.ThrowsAsync<OptimoveAuthenticationException>(() => api.GetCustomerAttributeListAsync());
    }

    private static void Set(OptimoveAttributesOptions options, Uri address, string key)
    {
        options.BaseAddress = address;
        options.ApiKey = key;
    }

    private sealed class CountingHandler : DelegatingHandler
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
