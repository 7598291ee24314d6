using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Optimove.Attributes.Client;
using Refit;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers <see cref="IOptimoveAttributesClient"/>, the <see cref="CallbackReceiver"/> and <see cref="OutcomeTracker"/> of its callbacks, and
/// <see cref="IOptimoveAttributesApi"/> for whoever wants the wire itself.
/// </summary>
/// <remarks>
/// The client is a singleton. The options are checked when the host starts, all faults at once. The returned builder takes handlers of your own (a proxy, a stub); they see every attempt.
/// A <see cref="TimeProvider"/> in the container is used for every wait, an <see cref="IAttributeLedger"/> where the options name none. What the app sets for every client with <c>ConfigureHttpClientDefaults</c> by way of resilience handlers and loggers does not
/// apply here: the client has its own pipeline, and the framework's request log prints paths, which hold customer ids.
/// </remarks>
public static class OptimoveAttributesServiceCollectionExtensions
{
    /// <summary>Registers the client for one tenant.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the HTTP client underneath.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IHttpClientBuilder AddOptimoveAttributes(this IServiceCollection services, Action<OptimoveAttributesOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        return Add(services, null);
    }

    /// <summary>Registers the client for one tenant, from configuration. A reload is heeded for the key.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configuration">The section with the options, under their names, such as <c>Optimove:BaseAddress</c>.</param>
    /// <returns>The builder of the HTTP client underneath.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IHttpClientBuilder AddOptimoveAttributes(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        Bind(services, Options.Options.DefaultName, configuration);
        return Add(services, null);
    }

    /// <summary>Registers a keyed client: one for each tenant, brand or key.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The name under which to resolve it, as a keyed service.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the HTTP client underneath.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static IHttpClientBuilder AddOptimoveAttributes(this IServiceCollection services, string name, Action<OptimoveAttributesOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(name, configure);
        return Add(services, name);
    }

    /// <summary>Registers a keyed client, from configuration: one for each tenant, brand or key. A reload is heeded for the key.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The name under which to resolve it, as a keyed service.</param>
    /// <param name="configuration">The section with the options, under their names.</param>
    /// <returns>The builder of the HTTP client underneath.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static IHttpClientBuilder AddOptimoveAttributes(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configuration);
        Bind(services, name, configuration);
        return Add(services, name);
    }

    /// <inheritdoc cref="AddOptimoveUpdateBuffer(IServiceCollection, Action{AttributeUpdateBufferOptions})"/>
    public static IServiceCollection AddOptimoveUpdateBuffer(this IServiceCollection services) => services.AddOptimoveUpdateBuffer(static _ => { });

    /// <summary>Registers an <see cref="AttributeUpdateBuffer"/> of the client, which starts with the host and is drained when the host stops, after all other services, within the host's time for it.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <remarks>
    /// Register an <see cref="IBatchOutcomeHandler"/> too, of any lifetime: each outcome has a scope of its own, and one more handler is made at the start, for what is left where the container is disposed before the buffer was stopped. Without one the host does not start. It must not need the buffer. To set the options from configuration,
    /// bind <see cref="AttributeUpdateBufferOptions"/> as any options.
    /// </remarks>
    public static IServiceCollection AddOptimoveUpdateBuffer(this IServiceCollection services, Action<AttributeUpdateBufferOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return AddUpdateBuffer(services, null, configure);
    }

    /// <summary>Registers an <see cref="AttributeUpdateBuffer"/> of a keyed client, as a keyed service; its <see cref="IBatchOutcomeHandler"/> is keyed as well.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The name of the client.</param>
    /// <param name="configure">Sets the options; <see langword="null"/>, the default, for theirs.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static IServiceCollection AddOptimoveUpdateBuffer(this IServiceCollection services, string name, Action<AttributeUpdateBufferOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return AddUpdateBuffer(services, name, configure ?? (static _ => { }));
    }

    private static IServiceCollection AddUpdateBuffer(IServiceCollection services, string? key, Action<AttributeUpdateBufferOptions> configure)
    {
        var name = key ?? Options.Options.DefaultName;
        services.Configure(name, configure);
        var isThere = services.Any(service => service.ServiceType == typeof(AttributeUpdateBuffer) && Equals(service.ServiceKey, key));
        if (isThere)
        {
            return services;
        }

        services.AddKeyedSingleton(name, (provider, _) => new ScopedBatchOutcomeHandler(provider.GetRequiredService<IServiceScopeFactory>(), key));
        if (key is null)
        {
            services.AddSingleton(provider => Create(provider, provider.GetRequiredService<IOptimoveAttributesClient>()));
        }
        else
        {
            services.AddKeyedSingleton(key, (provider, _) => Create(provider, provider.GetRequiredKeyedService<IOptimoveAttributesClient>(key)));
        }

        return services.AddSingleton<IHostedService>(provider => new UpdateBufferService(
            () => key is null ? provider.GetRequiredService<AttributeUpdateBuffer>() : provider.GetRequiredKeyedService<AttributeUpdateBuffer>(key)));

        AttributeUpdateBuffer Create(IServiceProvider provider, IOptimoveAttributesClient client)
        {
            var options = provider.GetRequiredService<IOptionsMonitor<AttributeUpdateBufferOptions>>().Get(name);
            return new AttributeUpdateBuffer(client, provider.GetRequiredKeyedService<ScopedBatchOutcomeHandler>(name), options);
        }
    }

    private static void Bind(IServiceCollection services, string name, IConfiguration configuration)
    {
        services.AddSingleton<IOptionsChangeTokenSource<OptimoveAttributesOptions>>(new ConfigurationChangeTokenSource<OptimoveAttributesOptions>(name, configuration));
        services.Configure<OptimoveAttributesOptions>(name, options =>
        {
            // Binding adds to a list that is there; limits that are configured replace the default one.
            if (configuration.GetSection(nameof(options.RateLimits)).Exists())
            {
                options.RateLimits = [];
            }

            configuration.Bind(options);
        });
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string? key)
    {
        var name = key ?? Options.Options.DefaultName;
        var httpClientName = key is null ? "Optimove.Attributes" : $"Optimove.Attributes.{key}";
        if (services.Any(service => service.IsKeyedService && service.ServiceType == typeof(SharedRateLimiters) && Equals(service.ServiceKey, name)))
        {
            // Registered before: the further configuration counts, a second pipeline around the first would not be wanted.
            return services.AddHttpClient(httpClientName);
        }

        services.AddSingleton<IValidateOptions<OptimoveAttributesOptions>>(new OptionsValidator(name));
        services.AddOptions<OptimoveAttributesOptions>(name).ValidateOnStart();
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var options = OptionsOf(provider, name);
            return new SharedRateLimiters(options.BaseAddress!, options.RateLimits, ClockOf(provider));
        });
        services.AddKeyedSingleton(name, (_, _) => CreateConnections());
        services.AddKeyedSingleton(name, (_, _) => new OutcomeTracker());
        services.TryAddSingleton<IAttributeLedger>(_ => new InMemoryAttributeLedger());
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var options = OptionsOf(provider, name);
            return new LedgerBook(options.Ledger ?? provider.GetRequiredService<IAttributeLedger>(), LedgerBook.KeyOf(options.Tenant, options.BaseAddress!));
        });
        services.AddKeyedSingleton(name, (provider, _) => new AttributeSlots(
            provider.GetRequiredKeyedService<LedgerBook>(name), OptionsOf(provider, name).MaxApiAttributes, ClockOf(provider), LoggerOf(provider)));
        services.AddKeyedSingleton(name, (provider, _) => new CallbackTokens(OptionsOf(provider, name), CurrentOf(provider, name), ClockOf(provider)));
        services.AddKeyedSingleton(name, (provider, _) => new CallbackReceiver(
            OptionsOf(provider, name).Callbacks.MaxBodyBytes,
            name,
            provider.GetRequiredKeyedService<CallbackTokens>(name),
            provider.GetRequiredKeyedService<OutcomeTracker>(name),
            provider.GetRequiredKeyedService<AttributeSlots>(name),
            provider.GetRequiredService<IServiceScopeFactory>(),
            LoggerOf(provider)));

        var builder = key is null
            ? services.AddRefitGeneratedClient<IOptimoveAttributesApi>(provider => CreateRefitSettings(OptionsOf(provider, name)), httpClientName)
            : services.AddKeyedRefitGeneratedClient<IOptimoveAttributesApi>(key, provider => CreateRefitSettings(OptionsOf(provider, name)), httpClientName);
        builder
            .ConfigureHttpClient((provider, client) =>
            {
                client.BaseAddress = OptionsOf(provider, name).BaseAddress;
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.Clear();
                client.DefaultRequestHeaders.UserAgent.Add(ClientVersion.UserAgent);
            })
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredKeyedService<SocketsHttpHandler>(name))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigureAdditionalHttpMessageHandlers((handlers, provider) =>
            {
                RemoveForeignResilience(handlers);
                handlers.Add(new ResilienceHandler(
                    OptionsOf(provider, name),
                    new ApiKeySource(CurrentOf(provider, name)),
                    provider.GetRequiredKeyedService<SharedRateLimiters>(name),
                    ClockOf(provider),
                    LoggerOf(provider)));
                handlers.Add(new ApiKeyHandler());
            });

        if (key is null)
        {
            services.AddSingleton<IOptimoveAttributesClient>(provider => CreateClient(provider, name, provider.GetRequiredService<IOptimoveAttributesApi>()));
            services.AddSingleton(provider => provider.GetRequiredKeyedService<OutcomeTracker>(name));
            services.AddSingleton(provider => provider.GetRequiredKeyedService<CallbackReceiver>(name));
        }
        else
        {
            services.AddKeyedSingleton<IOptimoveAttributesClient>(key, (provider, _) => CreateClient(provider, name, provider.GetRequiredKeyedService<IOptimoveAttributesApi>(key)));
        }

        return builder;
    }

    // What was checked holds for the client's life. Who heeds later changes, of keys and secrets, asks the monitor.
    private static OptimoveAttributesOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<OptimoveAttributesOptions>>().Get(name).Copy();

    private static CurrentOptions CurrentOf(IServiceProvider provider, string name) => new(provider.GetRequiredService<IOptionsMonitor<OptimoveAttributesOptions>>(), name);

    private static OptimoveAttributesClient CreateClient(IServiceProvider provider, string name, IOptimoveAttributesApi api) => new(
        api,
        OptionsOf(provider, name),
        provider.GetRequiredKeyedService<CallbackTokens>(name),
        provider.GetRequiredKeyedService<OutcomeTracker>(name),
        provider.GetRequiredKeyedService<CallbackReceiver>(name),
        provider.GetRequiredKeyedService<LedgerBook>(name),
        provider.GetRequiredKeyedService<AttributeSlots>(name),
        ClockOf(provider),
        LoggerOf(provider));

    private static ILogger LoggerOf(IServiceProvider provider) => provider.GetService<ILoggerFactory>()?.CreateLogger(Log.Category) ?? NullLogger.Instance;

    private static TimeProvider ClockOf(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private static RefitSettings CreateRefitSettings(OptimoveAttributesOptions options) => new(new OptimoveContentSerializer(options.MaxResponseBytes))
    {
        RequestBodySerialization = RequestBodySerializationMode.Buffered,
        UrlParameterFormatter = new CustomerIdFormatter(),
        TransportExceptionFactory = static (_, exception, _) => exception,
        DeserializationExceptionFactory = static (response, exception) => ValueTask.FromResult<Exception?>(
            exception is UnusableAnswerException unusable ? ApiErrors.Create(response, unusable: unusable) : exception),
    };

    private static SocketsHttpHandler CreateConnections() => new()
    {
        // A redirect would carry the key to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        // Renewed now and then, so that a changed address is found.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // The framework's activities hold the address, so the customer id.
        ActivityHeadersPropagator = null,
    };

    /// <summary>
    /// A retry around our retry, or a breaker that knows nothing of the rate limit, would break what this client promises. The
    /// handlers are known by name, because a reference to their package would bring 14 packages along.
    /// </summary>
    private static void RemoveForeignResilience(IList<DelegatingHandler> handlers)
    {
        for (var i = handlers.Count - 1; i >= 0; i--)
        {
            var type = handlers[i].GetType().FullName;
            if (type is "Microsoft.Extensions.Http.Resilience.ResilienceHandler" or "Microsoft.Extensions.Http.PolicyHttpMessageHandler")
            {
                handlers.RemoveAt(i);
            }
        }
    }
}
