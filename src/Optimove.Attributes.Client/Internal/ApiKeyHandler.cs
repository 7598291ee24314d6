namespace Optimove.Attributes.Client;

/// <summary>Puts the key on an attempt: once, however often the request was tried before.</summary>
internal sealed class ApiKeyHandler : DelegatingHandler
{
    public const string HeaderName = "X-API-KEY";

    /// <summary>The key that the attempt's permit was counted for.</summary>
    public static readonly HttpRequestOptionsKey<string> Key = new("Optimove.ApiKey");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(Key, out var apiKey))
        {
            request.Headers.Remove(HeaderName);
            request.Headers.TryAddWithoutValidation(HeaderName, apiKey);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
