using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Testing.Tests;

public sealed class FaultTests : IDisposable
{
    private const string Gold = """{"CustomerNewAttributesValuesList":[{"CustomerID":"42","Attributes":[{"RealFieldName":"TIER","Value":"Gold"}]}]}""";

    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new() { RateLimits = [], CreationDelay = TimeSpan.Zero });
    private readonly HttpClient _http;

    public FaultTests()
    {
        _http = new HttpClient { BaseAddress = _simulator.BaseAddress };
        _http.DefaultRequestHeaders.Add("X-API-KEY", _simulator.ApiKey);
        _simulator.AddCustomer("42");
        _simulator.AddAttribute("TIER", "VARCHAR(6)");
    }

    [Fact]
    public async Task TooManyRequests_HasTheDocumentedBodyAndNoRetryAfter()
    {
        _simulator.Inject(Fault.TooManyRequests());

        using var response = await UpdateAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(
            """{"status":429,"error":"Too Many Requests","message":"The rate limit of this API key is reached."}""", await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("Retry-After"));
        Assert.Null(_simulator.GetValue("42", "TIER"));
    }

    [Fact]
    public async Task TooManyRequests_RetryAfter_IsInSecondsOrADate()
    {
        _simulator.Inject(Fault.TooManyRequests(TimeSpan.FromSeconds(1.5)));
        _simulator.Inject(Fault.TooManyRequests(new DateTimeOffset(2026, 11, 23, 9, 30, 5, TimeSpan.FromHours(1))));

        using var seconds = await UpdateAsync();
        using var date = await UpdateAsync();

        Assert.Equal("2", seconds.Headers.GetValues("Retry-After").Single());
        Assert.Equal("Mon, 23 Nov 2026 08:30:05 GMT", date.Headers.GetValues("Retry-After").Single());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Status_BeforeOrAfterTheCallWasTaken(bool isApplied)
    {
        var fault = Fault.Status(503, "busy", "text/plain");
        _simulator.Inject(isApplied ? fault.AfterApplying() : fault);

        using var response = await UpdateAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("busy", await response.Content.ReadAsStringAsync());
        Assert.Equal(isApplied ? "Gold" : null, _simulator.GetValue("42", "TIER"));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    public async Task HtmlPage_IsOne(int status)
    {
        _simulator.Inject(Fault.HtmlPage(status));

        using var response = await UpdateAsync();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<!DOCTYPE html>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(_simulator.GetValue("42", "TIER"));
    }

    [Fact]
    public async Task JsonString_Is200WithABareString()
    {
        _simulator.Inject(Fault.JsonString("no \"luck\""));

        using var response = await _http.GetAsync(new Uri("Customers/42/Attributes", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no \"luck\"", System.Text.Json.JsonSerializer.Deserialize<string>(await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task EmptyBody_HasNoneAndTheCallIsTaken()
    {
        _simulator.Inject(Fault.EmptyBody(202));

        using var response = await UpdateAsync();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("Gold", _simulator.GetValue("42", "TIER"));
    }

    [Fact]
    public async Task ContentType_OfTheRightAnswer_IsWrong()
    {
        _simulator.Inject(Fault.ContentType("text/plain"));

        using var response = await UpdateAsync();

        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("{\"requestId\":", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TruncatedBody_BreaksOffInTheMiddle()
    {
        _simulator.Inject(Fault.TruncatedBody());

        await Assert.ThrowsAsync<HttpRequestException>(UpdateAsync);

        Assert.Equal("Gold", _simulator.GetValue("42", "TIER"));
        Assert.Equal(200, Assert.Single(_simulator.Requests).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ConnectionReset_BeforeOrAfterTheCallWasTaken(bool isApplied)
    {
        _simulator.Inject(isApplied ? Fault.ConnectionReset().AfterApplying() : Fault.ConnectionReset());

        await Assert.ThrowsAsync<HttpRequestException>(UpdateAsync);

        Assert.Equal(isApplied ? "Gold" : null, _simulator.GetValue("42", "TIER"));
        Assert.Null(Assert.Single(_simulator.Requests).StatusCode);
        using var next = await UpdateAsync();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task Delay_AnswersLateAndTakesTheCallAtOnce()
    {
        var clock = new FakeTimeProvider();
        using var simulator = OptimoveSimulator.Start(new() { TimeProvider = clock, AcceptUnknownCustomers = true });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        simulator.AddAttribute("TIER", "VARCHAR(6)");
        simulator.Inject(Fault.Delay(TimeSpan.FromMinutes(1)));

        var call = client.UpdateAsync(Gold);
        while (simulator.GetValue("42", "TIER") is null)
        {
            await Task.Delay(5);
        }

        Assert.False(call.IsCompleted);
        while (!call.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(5);
        }

        Assert.Equal(HttpStatusCode.OK, (await call).Status);
    }

    [Fact]
    public async Task SlowBody_SendsTheHeadFirstAndTheBodyInPieces()
    {
        var clock = new FakeTimeProvider();
        using var simulator = OptimoveSimulator.Start(new() { TimeProvider = clock, ApiKey = "k" });
        using var http = new HttpClient { BaseAddress = simulator.BaseAddress };
        http.DefaultRequestHeaders.Add("X-API-KEY", "k");
        simulator.AddAttribute("TIER", "VARCHAR(6)", description: "Level");
        simulator.Inject(Fault.SlowBody(TimeSpan.FromSeconds(10)));

        using var response = await http.GetAsync(new Uri("Model/GetCustomerAttributeList", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        var body = response.Content.ReadAsStringAsync();
        var advances = 0;
        for (; !body.IsCompleted; advances++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5);
        }

        Assert.Equal("""[{"RealFieldName":"TIER","Description":"Level"}]""", await body);
        Assert.True(advances >= 20, $"The body was there after {advances} half seconds.");
    }

    [Fact]
    public async Task Fault_OfACallThatIsRefused_WaitsForTheNext()
    {
        _simulator.Inject(Fault.Status(500));
        using var other = new SimulatorClient(_simulator, "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.ListAsync()).Status);

        using var response = await UpdateAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("status 500", _simulator.Requests[1].Fault!.ToString());
        Assert.Null(_simulator.Requests[0].Fault);
    }

    [Fact]
    public async Task Inject_OneAfterTheOther_ComesInThatOrderAndEnds()
    {
        _simulator.Inject(Fault.Status(503), FaultTrigger.Next(2));
        _simulator.Inject(Fault.Status(408));

        Assert.Equal([503, 503, 408, 200, 200], await StatusesAsync(5));
    }

    [Fact]
    public async Task Every_Nth_IsHit()
    {
        _simulator.Inject(Fault.Status(503), FaultTrigger.Every(3));

        Assert.Equal([200, 200, 503, 200, 200, 503, 200], await StatusesAsync(7));
    }

    [Fact]
    public async Task Nth_IsHitOnce()
    {
        _simulator.Inject(Fault.Status(503), FaultTrigger.Nth(3));

        Assert.Equal([200, 200, 503, 200, 200, 200], await StatusesAsync(6));
    }

    [Fact]
    public async Task On_OneCall_LeavesTheOthersAloneAndCountsItAlone()
    {
        _simulator.Inject(Fault.Status(503), FaultTrigger.Nth(2).On(SimulatedCall.GetCustomerAttributeList));

        Assert.Equal([200, 200], await StatusesAsync(2));
        Assert.Equal(200, await ListAsync());
        Assert.Equal(503, await ListAsync());
    }

    [Fact]
    public async Task Where_APath_IsHit()
    {
        _simulator.Inject(
            Fault.Status(503), FaultTrigger.Always.Where(static request => request.RawTarget.StartsWith("/Model/", StringComparison.Ordinal)));

        Assert.Equal([200, 200], await StatusesAsync(2));
        Assert.Equal(503, await ListAsync());
        _simulator.ClearFaults();
        Assert.Equal(200, await ListAsync());
    }

    [Fact]
    public async Task Chance_OfASeed_IsTheSameOnEveryRun()
    {
        _simulator.Inject(Fault.Status(503), FaultTrigger.Chance(0.5, seed: 7));
        using var other = OptimoveSimulator.Start(new() { RateLimits = [], ApiKey = _simulator.ApiKey });
        other.Inject(Fault.Status(503), FaultTrigger.Chance(0.5, seed: 7));
        using var otherClient = new SimulatorClient(other, other.ApiKey);

        var first = await StatusesAsync(64);
        var second = new List<int>();
        for (var i = 0; i < 64; i++)
        {
            second.Add((int)(await otherClient.UpdateAsync(Gold)).Status);
        }

        Assert.Equal(first, second);
        Assert.InRange(first.Count(static status => status == 503), 16, 48);
    }

    [Fact]
    public void Orders_ThatCannotBe_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultTrigger.Next(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultTrigger.Nth(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultTrigger.Every(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultTrigger.Chance(1.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultTrigger.Chance(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.Status(199));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.HtmlPage(600));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.Delay(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.SlowBody(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => CallbackFault.Late(TimeSpan.FromTicks(-1)));
    }

    public void Dispose()
    {
        _http.Dispose();
        _simulator.Dispose();
    }

    private async Task<HttpResponseMessage> UpdateAsync()
    {
        using var content = new StringContent(Gold, Encoding.UTF8, "application/json");
        return await _http.PostAsync(new Uri("Customers/UpdateCustomerAttributes", UriKind.Relative), content);
    }

    private async Task<int> ListAsync()
    {
        using var response = await _http.GetAsync(new Uri("Model/GetCustomerAttributeList", UriKind.Relative));
        return (int)response.StatusCode;
    }

    private async Task<List<int>> StatusesAsync(int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var response = await UpdateAsync();
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }
}
