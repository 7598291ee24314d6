using System.Net.Http.Headers;

namespace Optimove.Attributes.Client;

internal static class ClientVersion
{
    public static ProductInfoHeaderValue UserAgent { get; } = new(
        "Optimove.Attributes.Client",
        typeof(ClientVersion).Assembly.GetName().Version?.ToString(3));
}
