using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Optimove.Attributes.Console;

/// <summary>Takes callbacks at any path of a port: a proxy in between may add to the path, or take from it; its last segment is the token.</summary>
internal sealed class CallbackListener : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CallbackListener(WebApplication app) => _app = app;

    /// <summary>Who takes them; none yet, none are taken.</summary>
    public CallbackReceiver? Receiver { get; set; }

    public Uri Address => new(_app.Urls.Single());

    /// <param name="settings">Where to listen: on loopback, or on every address of this machine where the callbacks come from elsewhere.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="InputException">The port can't be listened on.</exception>
    public static async Task<CallbackListener> StartAsync(CallbackSettings settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(settings.Url is null ? IPAddress.Loopback : IPAddress.Any, settings.Port ?? 0));
        var app = builder.Build();
        var listener = new CallbackListener(app);
        app.Run(listener.ReceiveAsync);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return listener;
        }
        catch (IOException exception)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new InputException($"--callback-port can't be listened on: {exception.Message}");
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var token = context.Request.Path.Value?.Split('/')[^1];
        context.Response.StatusCode = Receiver is { } receiver && HttpMethods.IsPost(context.Request.Method)
            ? (int)await receiver.ReceiveAsync(token, context.Request.Body, context.RequestAborted).ConfigureAwait(false)
            : StatusCodes.Status404NotFound;
    }
}
