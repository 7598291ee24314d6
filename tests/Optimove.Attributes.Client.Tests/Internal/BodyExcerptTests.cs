using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Optimove.Attributes.Client.Tests.Internal;

public sealed class BodyExcerptTests
{
    private const string Key = "key-0a1b2c";

    [Theory]
    [InlineData("a&b<c>'d\"")]
    [InlineData("Zoë 😀/ä+b")]
    [InlineData("x y%2Fz")]
    public async Task Create_WhatTheRequestHeld_IsMaskedInEveryForm(string secret)
    {
        var update = new CustomerUpdate(secret) { ["A"] = secret + secret };
        var body = string.Join(
            " | ",
            secret,
            secret.ToUpperInvariant(),
            JavaScriptEncoder.Default.Encode(secret),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret),
            WebUtility.HtmlEncode(secret),
            Uri.EscapeDataString(secret),
            WebUtility.UrlEncode(secret),
            secret + secret,
            Key);

        Assert.Equal("*** | *** | *** | *** | *** | *** | *** | *** | ***", await CreateAsync(body, update));
    }

    [Fact]
    public async Task Create_ShortValues_AreMaskedAsWordsAlone()
    {
        var update = new CustomerUpdate("7") { ["A"] = "no" };

        Assert.Equal("*** of 17: nothing, ***, ***.", await CreateAsync("7 of 17: nothing, No, no.", update));
    }

    [Fact]
    public async Task Create_ValueThatRunsBeyondTheExcerpt_IsMaskedWhole()
    {
        var value = new string('v', 4000) + "end";

        var excerpt = await CreateAsync(new string('-', 500) + value + " tail", new CustomerUpdate("4711") { ["A"] = value });

        Assert.Equal(new string('-', 500) + "*** tail", excerpt);
    }

    [Fact]
    public async Task Create_LongBody_IsCutToOneLineOf512()
    {
        var excerpt = await CreateAsync("a\r\n\t b\0c" + new string('x', 100_000), new CustomerUpdate("4711") { ["A"] = 1 });

        Assert.Equal("a b c" + new string('x', 507), excerpt);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n ")]
    public async Task Create_EmptyBody_IsNull(string body) => Assert.Null(await CreateAsync(body, new CustomerUpdate("4711") { ["A"] = 1 }));

    [Fact]
    public async Task Create_CustomerOfThePath_IsMasked()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/current/Customers/a%2Fb%20%C3%A9/Attributes");

        var excerpt = await CreateAsync("No customer 'a/b é' at /Customers/a%2Fb%20%C3%A9/Attributes", request);

        Assert.Equal("No customer '***' at /Customers/***/Attributes", excerpt);
    }

    [Fact]
    public async Task Create_DefaultValueAndCallback_AreMasked()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1/Customers/AddCustomerAttribute");
        request.Content = PooledJsonContent.Create(
            new AddCustomerAttributeRequest { Name = "TIER", Type = "VARCHAR(10)", DefaultValue = "Bronze", CallbackUrl = "https://example.com/cb?token=t" },
            WireJsonContext.Default.AddCustomerAttributeRequest);

        Assert.Equal("TIER VARCHAR(10) *** ***", await CreateAsync("TIER VARCHAR(10) bronze https://example.com/cb?token=t", request));
    }

    [Fact]
    public async Task Create_AnyBytes_NeverThrows()
    {
        var random = new Random(17);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            var update = new CustomerUpdate(Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, 3)) + "x") { ["A"] = Encoding.Latin1.GetString(bytes) };

            var excerpt = await CreateAsync(bytes, Request(update));

            Assert.True(excerpt is null || excerpt.Length is > 0 and <= 512);
        }
    }

    private static Task<string?> CreateAsync(string body, CustomerUpdate update) => CreateAsync(body, Request(update));

    private static Task<string?> CreateAsync(string body, HttpRequestMessage request) => CreateAsync(Encoding.UTF8.GetBytes(body), request);

    private static async Task<string?> CreateAsync(byte[] body, HttpRequestMessage request)
    {
        using var answer = await BufferedAnswer.ReadAsync(new ByteArrayContent(body), 1 << 20, CancellationToken.None);
        return BodyExcerpt.Create(answer, request);
    }

    private static HttpRequestMessage Request(CustomerUpdate update)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1/Customers/UpdateCustomerAttributes");
        request.Headers.TryAddWithoutValidation("X-API-KEY", Key);
        request.Content = PooledJsonContent.Create(
            new UpdateCustomerAttributesRequest { Updates = [update] }, WireJsonContext.Default.UpdateCustomerAttributesRequest);
        return request;
    }
}
