using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Optimove.Attributes.Client;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The ASP.NET Core face of <see cref="CallbackReceiver"/>.</summary>
public static class OptimoveCallbackEndpointRouteBuilderExtensions
{
    /// <summary>Takes the vendor's callbacks: a POST to the pattern and a token.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The path of <see cref="CallbackOptions.PublicAddress"/>, such as <c>/optimove/callbacks</c>, without the token.</param>
    /// <param name="name">The name of a keyed client; <see langword="null"/>, the default, for the one without a name. Tenants have patterns of their own.</param>
    /// <returns>The endpoint's conventions. It needs no login: the token is one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The client is not registered (<c>AddOptimoveAttributes</c>).</exception>
    /// <remarks>
    /// <para>
    /// Answered without a body: 204 once the outcome is taken over, 404 for a token that is none of ours, 400 for a body that is no outcome, 413 for one that is longer than
    /// <see cref="CallbackOptions.MaxBodyBytes"/> or the server's own limit. What an <see cref="IOptimoveCallbackHandler"/> throws is the app's to answer, as of any endpoint.
    /// </para>
    /// <para>
    /// The path holds the token, and the framework logs paths: set the category <c>Microsoft.AspNetCore.Hosting.Diagnostics</c> to <c>None</c> (its scope holds the path too, at any
    /// other level), <c>Microsoft.AspNetCore.Routing</c> to <c>Warning</c>, and keep the path out of any request log and trace of your own.
    /// </para>
    /// </remarks>
    public static IEndpointConventionBuilder MapOptimoveCallbacks(this IEndpointRouteBuilder endpoints, string pattern, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var receiver = name is null
            ? endpoints.ServiceProvider.GetRequiredService<CallbackReceiver>()
            : endpoints.ServiceProvider.GetRequiredKeyedService<CallbackReceiver>(name);
        return endpoints.MapPost(pattern.TrimEnd('/') + "/{token}", context => ReceiveAsync(context, receiver))
            .WithMetadata(new AllowAnonymousAttribute(), new ExcludeFromDescriptionAttribute());
    }

    private static async Task ReceiveAsync(HttpContext context, CallbackReceiver receiver)
    {
        try
        {
            var result = await receiver.ReceiveAsync(context.Request.RouteValues["token"] as string, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = (int)result;
        }
        catch (BadHttpRequestException exception)
        {
            // The server's own limit, or a body that breaks off: its status says which.
            context.Response.StatusCode = exception.StatusCode;
        }
    }
}
