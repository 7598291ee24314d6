using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Optimove.Attributes.Client.AspNetCore.Tests;

/// <summary>An app on a real Kestrel, on a free port.</summary>
internal sealed class CallbackApp : IAsyncDisposable
{
    public const string Secret = "a secret that is long enough, 0123456789";

    private readonly WebApplication _app;

    private CallbackApp(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<CallbackApp> StartAsync(Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOptimoveAttributes(options =>
        {
            options.BaseAddress = new Uri("http://127.0.0.1:9/");
            options.ApiKey = "key";
            options.Callbacks.Secrets = [Secret];
        });
        configure?.Invoke(builder);
        var app = builder.Build();
        (map ?? (static app => app.MapOptimoveCallbacks("/optimove/callbacks")))(app);
        await app.StartAsync();
        return new CallbackApp(app);
    }

    public string Token(CallbackOperation operation) => Services.GetRequiredService<CallbackReceiver>().CreateTestToken(operation);

    public Uri Url(string token) => new(Address, $"/optimove/callbacks/{token}");

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
