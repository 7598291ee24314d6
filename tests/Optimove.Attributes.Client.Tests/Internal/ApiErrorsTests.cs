using System.Net;
using Optimove.Attributes.Client.Tests.Support;
using static Optimove.Attributes.Client.Tests.Internal.Answers;

namespace Optimove.Attributes.Client.Tests.Internal;

public sealed class ApiErrorsTests
{
    [Theory]
    [InlineData(400, typeof(OptimoveApiException), "UpdateCustomerAttributes: the server answered 400. It said: no ***")]
    [InlineData(401, typeof(OptimoveAuthenticationException), "UpdateCustomerAttributes: the server did not take the API key (401). It may be wrong, disabled, deleted or rotated. It said: no ***")]
    [InlineData(403, typeof(OptimoveAuthorizationException), "UpdateCustomerAttributes: the API key may not do this (403). Only a key with the Admin access type may manage attributes; the tenant's IP allow list may also refuse this machine. It said: no ***")]
    [InlineData(429, typeof(OptimoveRateLimitedException), "UpdateCustomerAttributes: the rate limit is reached (429). It said: no ***")]
    [InlineData(502, typeof(OptimoveApiException), "UpdateCustomerAttributes: the server answered 502. It said: no ***")]
    public void Create_Status_NamesTheCallTheStatusAndWhatWasSaid(int status, Type type, string expected)
    {
        using var response = Response((HttpStatusCode)status, "no Gold", UpdateOf("Gold"));

        var exception = ApiErrors.Create(response);

        Assert.IsType(type, exception);
        Assert.Equal(expected, exception.Message);
        Assert.Equal((HttpStatusCode)status, exception.StatusCode);
        Assert.Equal("no ***", exception.BodyExcerpt);
        Assert.Null(exception.RequestId);
        Assert.Null(exception.InnerException);
    }

    [Theory]
    [InlineData("nl-NL")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Create_429WithAWait_SaysItInEveryCulture(string culture)
    {
        using var response = Response(HttpStatusCode.TooManyRequests, "", UpdateOf("Gold"));
        using var scope = new CultureScope(culture);

        var exception = Assert.IsType<OptimoveRateLimitedException>(ApiErrors.Create(response, TimeSpan.FromHours(20.5)));

        Assert.Equal("UpdateCustomerAttributes: the rate limit is reached (429); the server asks to wait 20:30:00.", exception.Message);
        Assert.Equal(new TimeSpan(20, 30, 0), exception.RetryAfter);
        Assert.Null(exception.BodyExcerpt);
    }

    [Fact]
    public void Create_UnusableAnswer_KeepsItsStatusAndSaysWhatWasFound()
    {
        using var response = Response(HttpStatusCode.OK, "\"Customer 0192837821 not found\"", Read("0192837821"));

        var exception = ApiErrors.Create(response, unusable: new UnusableAnswerException("an error message instead of a list"));

        Assert.Equal(typeof(OptimoveApiException), exception.GetType());
        Assert.Equal(HttpStatusCode.OK, exception.StatusCode);
        Assert.Equal("GetCustomerAttributes: the server answered 200 with an error message instead of a list. It said: \"Customer *** not found\"", exception.Message);
    }

    [Fact]
    public void Create_RequestIdThatEchoesTheCustomer_IsMasked()
    {
        using var response = Response(HttpStatusCode.BadRequest, """{"requestId":"req-0192837821-1"}""", Read("0192837821"));

        Assert.Equal("req-***-1", ApiErrors.Create(response).RequestId);
    }

    [Theory]
    [InlineData("""{"message":"no","requestId":"77e3"}""", "77e3")]
    [InlineData("""{"message":"no","isSuccess":false,"requestId":"77e3"}""", "77e3")]
    [InlineData("""{"requestId":"77e3""", null)]
    [InlineData("<html>", null)]
    public void Create_BodyWithAnId_GivesIt(string body, string? expected)
    {
        using var response = Response(HttpStatusCode.BadRequest, body, UpdateOf("Gold"));

        Assert.Equal(expected, ApiErrors.Create(response).RequestId);
    }

    [Fact]
    public void Create_BareResponse_IsStillAnError()
    {
        using var response = new HttpResponseMessage((HttpStatusCode)599);

        var exception = ApiErrors.Create(response);

        Assert.Equal("The call: the server answered 599.", exception.Message);
        Assert.Null(exception.BodyExcerpt);
    }

    [Fact]
    public void ToString_AnyError_HoldsNothingOfTheRequest()
    {
        using var request = Update([new CustomerUpdate("cust-1") { ["A"] = "Gold", ["B"] = 12345 }], "https://example.com/cb");
        using var response = Response(HttpStatusCode.BadRequest, $"cust-1 Gold 12345 https://example.com/cb {Key}", request);

        var text = ApiErrors.Create(response).ToString();

        Assert.Contains("It said: *** *** *** *** ***", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cust-1", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Key, text, StringComparison.OrdinalIgnoreCase);
    }
}
