using System.Net;
using System.Net.Sockets;
using System.Text;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Internal;

public sealed class RetryTests
{
    private const int AllAttempts = 5;

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Call_StatusThatPasses_IsTriedFiveTimesWithGrowingWaits(int status)
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer(Reply.Status(status, """{"message":"later"}"""));
        await using var client = TestClient.Create(server.Address, clock);

        var exception = await Assert.ThrowsAsync<OptimoveApiException>(() => client.ListAttributesAsync());

        Assert.Equal((HttpStatusCode)status, exception.StatusCode);
        Assert.Equal("""{"message":"later"}""", exception.BodyExcerpt);
        Assert.Equal(AllAttempts, server.Requests.Count);
        AssertBackoff(clock.Waits);
    }

    [Fact]
    public async Task Call_HtmlOf502_IsTriedFiveTimesAndStaysAnApiError()
    {
        using var server = new ScriptedServer(Reply.Status(502, "<html><body>Bad\r\n  Gateway</body></html>", "Content-Type: text/html"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        var exception = await Assert.ThrowsAsync<OptimoveApiException>(() => client.ListAttributesAsync());

        Assert.Equal(HttpStatusCode.BadGateway, exception.StatusCode);
        Assert.Equal("<html><body>Bad Gateway</body></html>", exception.BodyExcerpt);
        Assert.Equal(AllAttempts, server.Requests.Count);
    }

    [Theory]
    [InlineData(400, typeof(OptimoveApiException))]
    [InlineData(401, typeof(OptimoveAuthenticationException))]
    [InlineData(403, typeof(OptimoveAuthorizationException))]
    [InlineData(404, typeof(OptimoveApiException))]
    [InlineData(302, typeof(OptimoveApiException))]
    public async Task Call_StatusThatStays_IsNeverTriedAgain(int status, Type expected)
    {
        using var server = new ScriptedServer(Reply.Status(status, "no", "Location: http://127.0.0.1:9/elsewhere"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        var exception = await Record.ExceptionAsync(() => client.ListAttributesAsync());

        Assert.Equal(expected, exception?.GetType());
        Assert.Equal((HttpStatusCode)status, ((OptimoveApiException)exception!).StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Call_429WithoutHeader_BacksOffAndEndsRateLimited()
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer(Reply.Status(429, """{"status":429,"error":"Too Many Requests","message":"slow down"}"""));
        await using var client = TestClient.Create(server.Address, clock);

        var exception = await Assert.ThrowsAsync<OptimoveRateLimitedException>(() => client.ListAttributesAsync());

        Assert.Null(exception.RetryAfter);
        Assert.Equal(AllAttempts, server.Requests.Count);
        Assert.InRange(clock.Waits.Sum(wait => wait.TotalSeconds), 2, 30);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("Mon, 23 Nov 2026 12:00:07 GMT")]
    public async Task Call_429WithRetryAfter_IsTriedAgainExactlyThen(string retryAfter)
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer(Reply.Status(429, "", $"Retry-After: {retryAfter}"), Reply.Ok("[]"));
        await using var client = TestClient.Create(server.Address, clock);
        var before = clock.GetUtcNow();

        await client.ListAttributesAsync();

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(TimeSpan.FromSeconds(7), clock.GetUtcNow() - before);
    }

    [Fact]
    public async Task Call_503WithRetryAfter_IsTriedAgainExactlyThen()
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer(Reply.Status(503, "", "Retry-After: 11"), Reply.Ok("[]"));
        await using var client = TestClient.Create(server.Address, clock);
        var before = clock.GetUtcNow();

        await client.ListAttributesAsync();

        Assert.Equal(TimeSpan.FromSeconds(11), clock.GetUtcNow() - before);
    }

    [Theory]
    [InlineData("72000")]
    [InlineData("Tue, 24 Nov 2026 08:00:00 GMT")]
    public async Task Call_429ThatAsksForTwentyHours_EndsAtOnceAndNobodyKnocksEarly(string retryAfter)
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer(Reply.Status(429, "", $"Retry-After: {retryAfter}"));
        await using var client = TestClient.Create(server.Address, clock);
        var before = clock.GetUtcNow();

        var first = await Assert.ThrowsAsync<OptimoveRateLimitedException>(() => client.ListAttributesAsync());
        var second = await Assert.ThrowsAsync<OptimoveRateLimitedException>(() => client.ListAttributesAsync());

        Assert.Equal(TimeSpan.FromHours(20), first.RetryAfter);
        Assert.Equal(TimeSpan.FromHours(20), second.RetryAfter);
        Assert.Contains("nothing was sent", second.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Equal(before, clock.GetUtcNow());
    }

    [Fact]
    public async Task Call_RetryAfterOfMoreSecondsThanAnInt_IsALongWaitAndNotNone()
    {
        using var server = new ScriptedServer(Reply.Status(429, "", "Retry-After: 99999999999"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        await Assert.ThrowsAsync<OptimoveRateLimitedException>(() => client.ListAttributesAsync());

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("Mon, 23 Nov 2026 11:00:00 GMT")]
    public async Task Call_RetryAfterThatAsksForNothing_BacksOff(string retryAfter)
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer(Reply.Status(503, "", $"Retry-After: {retryAfter}"));
        await using var client = TestClient.Create(server.Address, clock);

        await Assert.ThrowsAsync<OptimoveApiException>(() => client.ListAttributesAsync());

        Assert.Equal(AllAttempts, server.Requests.Count);
        AssertBackoff(clock.Waits);
    }

    [Fact]
    public async Task Call_ConnectionRefused_IsTriedFiveTimes()
    {
        var clock = new WaitSkippingClock();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        listener.Stop();
        await using var client = TestClient.Create(address, clock);

        var exception = await Assert.ThrowsAsync<OptimoveTransportException>(() => client.ListAttributesAsync());

        Assert.Contains("5 attempts", exception.Message, StringComparison.Ordinal);
        Assert.IsType<HttpRequestException>(exception.InnerException);
        AssertBackoff(clock.Waits);
    }

    [Fact]
    public async Task Call_ResetInTheMiddleOfAnAnswer_IsTriedAgain()
    {
        using var server = new ScriptedServer(
            Reply.Broken("""[{"RealFieldName":"A""", ReplyEnd.Reset), Reply.Broken("[", ReplyEnd.Close), Reply.Reset, Reply.Ok("""[{"RealFieldName":"B"}]"""));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        var catalog = await client.ListAttributesAsync();

        Assert.Equal("B", Assert.Single(catalog).RealFieldName);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Call_AlwaysReset_EndsAsTransportError()
    {
        using var server = new ScriptedServer(Reply.Broken("[", ReplyEnd.Reset));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        var exception = await Assert.ThrowsAsync<OptimoveTransportException>(() => client.ListAttributesAsync());

        Assert.Contains("5 attempts", exception.Message, StringComparison.Ordinal);
        Assert.Equal(AllAttempts, server.Requests.Count);
    }

    [Theory]
    [InlineData("No status of secret-id\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nBlocked /Customers/secret-id/Attributes\r\nContent-Length: 2\r\n\r\n[]")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n[{\"Value\":\"secret-id\"}]\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]secret-id\r\n0\r\n\r\n")]
    public async Task Call_AnswerThatIsNotHttp_IsATransportErrorThatShowsNothingOfIt(string answer)
    {
        using var server = new ScriptedServer(new Reply(Encoding.ASCII.GetBytes(answer), ReplyEnd.Close));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        var exception = await Assert.ThrowsAsync<OptimoveTransportException>(() => client.GetCustomerAttributesAsync("secret-id"));

        Assert.Contains("What came is not HTTP.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-id", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(BitConverter.ToString("secret-id"u8.ToArray()), exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(AllAttempts, server.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_AttemptsThatTimeOut_AreTriedAgainAndEndAsTimeout(bool inTheMiddleOfAnAnswer)
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer(inTheMiddleOfAnAnswer ? Reply.Broken("[", ReplyEnd.Hang) : Reply.Never)
        {
            OnRequest = _ => clock.Advance(TimeSpan.FromSeconds(30)),
        };
        await using var client = TestClient.Create(server.Address, clock, options =>
        {
            options.MaxRetryAttempts = 2;
            options.AttemptTimeout = TimeSpan.FromSeconds(30);
        });

        var exception = await Assert.ThrowsAsync<OptimoveTimeoutException>(() => client.ListAttributesAsync());

        Assert.Contains("AttemptTimeout", exception.Message, StringComparison.Ordinal);
        Assert.Contains("3 attempts", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Call_MaxRetryAttemptsZero_IsTriedOnce()
    {
        using var server = new ScriptedServer(Reply.Status(503));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock(), options => options.MaxRetryAttempts = 0);

        await Assert.ThrowsAsync<OptimoveApiException>(() => client.ListAttributesAsync());

        Assert.Single(server.Requests);
    }

    /// <summary>
    /// Half a second, doubled for each retry: Polly's jitter moves each wait within its turn and the next, so that single ones may be short, but all
    /// four together take from 2.8 to 5.8 s.
    /// </summary>
    private static void AssertBackoff(IReadOnlyList<TimeSpan> waits)
    {
        Assert.Equal(4, waits.Count);
        Assert.InRange(waits.Sum(wait => wait.TotalSeconds), 2.8, 5.8);
    }
}
