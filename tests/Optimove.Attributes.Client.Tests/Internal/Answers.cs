using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Refit;

namespace Optimove.Attributes.Client.Tests.Internal;

/// <summary>Requests as the client sends them and answers as it buffers them, without a server.</summary>
internal static class Answers
{
    public const string Key = "Key-0123456789abcdef";

    public static string? Excerpt(string body, HttpRequestMessage? request) => Excerpt(Encoding.UTF8.GetBytes(body), request);

    public static string? Excerpt(byte[] body, HttpRequestMessage? request)
    {
        using var answer = Buffer(body);
        return MaskedExcerpt.Create(answer, request);
    }

    public static BufferedAnswer Buffer(byte[] body) =>
        BufferedAnswer.ReadAsync(new ByteArrayContent(body), int.MaxValue, CancellationToken.None).GetAwaiter().GetResult();

    public static HttpResponseMessage Response(HttpStatusCode status, string body, HttpRequestMessage? request) =>
        new(status) { Content = Buffer(Encoding.UTF8.GetBytes(body)), RequestMessage = request };

    public static HttpRequestMessage Update(params CustomerUpdate[] updates) => Update(updates, callbackUrl: null);

    public static HttpRequestMessage Update(IReadOnlyCollection<CustomerUpdate> updates, string? callbackUrl)
    {
        var body = new UpdateCustomerAttributesRequest { Updates = updates, CallbackUrl = callbackUrl };
        return Request("UpdateCustomerAttributes", "https://api4.optimove.net/Customers/UpdateCustomerAttributes", PooledJsonContent.Create(body, WireJsonContext.Default.UpdateCustomerAttributesRequest));
    }

    public static HttpRequestMessage UpdateOf(params string[] values) =>
        Update([.. values.Select((value, index) => new CustomerUpdate($"@@{index}@@") { ["A"] = value })]);

    public static HttpRequestMessage Add(string? defaultValue, string? callbackUrl)
    {
        var body = new AddCustomerAttributeRequest { Name = "VIP_LEVEL", Type = "VARCHAR(10)", DefaultValue = defaultValue, CallbackUrl = callbackUrl };
        return Request("AddCustomerAttribute", "https://api4.optimove.net/Customers/AddCustomerAttribute", PooledJsonContent.Create(body, WireJsonContext.Default.AddCustomerAttributeRequest));
    }

    public static HttpRequestMessage Read(string escapedCustomerId) =>
        Request("GetCustomerAttributes", $"https://api4.optimove.net/current/Customers/{escapedCustomerId}/Attributes", null);

    private static HttpRequestMessage Request(string name, string address, HttpContent? content)
    {
        var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, address) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.TryAddWithoutValidation("X-API-KEY", Key);
        request.Options.Set(new HttpRequestOptionsKey<string>(HttpRequestMessageOptions.MethodName), name + "Async");
        return request;
    }
}
