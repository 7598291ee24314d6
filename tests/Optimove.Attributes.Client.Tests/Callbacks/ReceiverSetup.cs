using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Tests.Callbacks;

/// <summary>A receiver in a container, on a clock that stands still, with secrets that can be changed while it runs.</summary>
internal sealed class ReceiverSetup : IDisposable
{
    public const string First = "the first secret of 32 characters or more";
    public const string Second = "the second secret of 32 characters or more";

    private readonly ServiceProvider _provider;
    private readonly Settings _settings = new();

    public ReceiverSetup(string tenant = "default", string secret = First, Action<IServiceCollection>? configure = null)
    {
        _settings.Set("BaseAddress", "http://127.0.0.1:9/");
        _settings.Set("ApiKey", "key");
        _settings.Set("Tenant", tenant);
        SetSecrets(secret);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock);
        services.AddOptimoveAttributes(new ConfigurationBuilder().Add(_settings).Build());
        configure?.Invoke(services);
        _provider = services.BuildServiceProvider(validateScopes: true);
        Receiver = _provider.GetRequiredService<CallbackReceiver>();
        Tracker = _provider.GetRequiredService<OutcomeTracker>();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public CallbackReceiver Receiver { get; }

    public OutcomeTracker Tracker { get; }

    public void SetSecrets(params string[] secrets) => _settings.SetSecrets(secrets);

    public Task<CallbackResult> ReceiveAsync(string? token, string body = """{"isSuccess":true}""") =>
        Receiver.ReceiveAsync(token, new MemoryStream(Encoding.UTF8.GetBytes(body)));

    public void Dispose() => _provider.Dispose();

    private sealed class Settings : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void SetSecrets(string[] secrets)
        {
            foreach (var key in Data.Keys.Where(static key => key.StartsWith("Callbacks:Secrets:", StringComparison.Ordinal)).ToList())
            {
                Data.Remove(key);
            }

            for (var i = 0; i < secrets.Length; i++)
            {
                Set($"Callbacks:Secrets:{i}", secrets[i]);
            }

            OnReload();
        }
    }
}
