using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Testing.Tests;

public sealed class AccessTests
{
    private const string List = "Model/GetCustomerAttributeList";

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Call_WithoutAValidKey_Is401(string? key)
    {
        using var simulator = OptimoveSimulator.Start(new() { ApiKey = "right" });
        using var client = new SimulatorClient(simulator, key);

        var (status, body) = await client.ListAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("""{"status":401,"error":"Unauthorized","message":"The API key is missing or not valid."}""", body);
    }

    [Fact]
    public async Task Call_KeyWithoutAdminAccess_Is403AndAnotherAdminKeyIsTaken()
    {
        using var simulator = OptimoveSimulator.Start(new() { FurtherKeys = [new("reader", false), new("other", true)] });
        using var reader = new SimulatorClient(simulator, "reader");
        using var other = new SimulatorClient(simulator, "other");

        Assert.Equal(HttpStatusCode.Forbidden, (await reader.ListAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await other.ListAsync()).Status);
    }

    [Theory]
    [InlineData("Nowhere", HttpStatusCode.NotFound)]
    [InlineData("Customers/42/attributes", HttpStatusCode.NotFound)]
    [InlineData("Customers/AddCustomerAttribute", HttpStatusCode.MethodNotAllowed)]
    public async Task Get_WhatIsNotThere_IsRefused(string path, HttpStatusCode expected)
    {
        using var simulator = OptimoveSimulator.Start();
        using var client = new SimulatorClient(simulator, simulator.ApiKey);

        Assert.Equal(expected, (await client.GetAsync(path)).Status);
    }

    [Fact]
    public async Task BasePath_OfAnOlderTenant_IsPartOfEveryPath()
    {
        using var simulator = OptimoveSimulator.Start(new() { BasePath = "current" });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);

        Assert.Equal("/current/", simulator.BaseAddress.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await client.ListAsync()).Status);
        Assert.Equal("/current/" + List, Assert.Single(simulator.Requests).RawTarget);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/" + List)).Status);
    }

    [Fact]
    public async Task RateLimit_FiftyInTenSeconds_HoldsOverAllEndpointsAndForEachKey()
    {
        var clock = new FakeTimeProvider();
        using var simulator = OptimoveSimulator.Start(new() { TimeProvider = clock, FurtherKeys = [new("other", true)] });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        using var other = new SimulatorClient(simulator, "other");
        for (var i = 0; i < 25; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.ListAsync()).Status);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("Customers/42/Attributes")).Status);
        }

        var (status, body) = await client.ListAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal("""{"status":429,"error":"Too Many Requests","message":"The rate limit of this API key is reached."}""", body);
        Assert.Equal(HttpStatusCode.OK, (await other.ListAsync()).Status);
    }

    [Fact]
    public async Task RateLimit_Window_SlidesExactly()
    {
        var clock = new FakeTimeProvider();
        using var simulator = OptimoveSimulator.Start(new() { TimeProvider = clock, RateLimits = [new(2, TimeSpan.FromSeconds(10))] });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        Assert.Equal(HttpStatusCode.OK, (await client.ListAsync()).Status);
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(HttpStatusCode.OK, (await client.ListAsync()).Status);
        clock.Advance(TimeSpan.FromSeconds(6) - TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.ListAsync()).Status);

        clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(HttpStatusCode.OK, (await client.ListAsync()).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.ListAsync()).Status);
    }

    [Fact]
    public async Task RateLimit_Several_AllHold()
    {
        var clock = new FakeTimeProvider();
        using var simulator = OptimoveSimulator.Start(
            new() { TimeProvider = clock, RateLimits = [new(2, TimeSpan.FromSeconds(10)), new(3, TimeSpan.FromHours(1))] });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        await client.ListAsync();
        await client.ListAsync();
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(HttpStatusCode.OK, (await client.ListAsync()).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.ListAsync()).Status);
    }

    [Fact]
    public async Task Requests_AreRecordedWithHeadersBodyTimeAndStatus()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 30, 0, TimeSpan.Zero));
        using var simulator = OptimoveSimulator.Start(new() { ApiKey = "k", TimeProvider = clock });
        using var client = new SimulatorClient(simulator, "k");

        await client.AddAsync("""{"Name":"é"}""");

        var request = Assert.Single(simulator.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/Customers/AddCustomerAttribute", request.RawTarget);
        Assert.Equal(["k"], request.Headers["x-api-key"]);
        Assert.Equal("""{"Name":"é"}""", request.BodyText);
        Assert.Equal(clock.GetUtcNow(), request.ReceivedAt);
        Assert.Equal(400, request.StatusCode);
        simulator.ClearRequests();
        Assert.Empty(simulator.Requests);
    }

    [Fact]
    public async Task Header_SentTwice_IsSeenTwiceAndRefused()
    {
        using var simulator = OptimoveSimulator.Start(new() { ApiKey = "k" });
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(simulator.BaseAddress, List));
        request.Headers.Add("X-API-KEY", ["k", "k"]);

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("k, k", string.Join(", ", Assert.Single(simulator.Requests).Headers["X-API-KEY"]));
    }

    [Fact]
    public async Task ConcurrentUpdates_OfManyCustomers_AreAllApplied()
    {
        using var simulator = OptimoveSimulator.Start(new() { AcceptUnknownCustomers = true, RateLimits = [] });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        simulator.AddAttribute("SCORE", "INT");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => client.UpdateAsync(
            $$"""{"CustomerNewAttributesValuesList":[{"CustomerID":"c{{i}}","Attributes":[{"RealFieldName":"SCORE","Value":"{{i}}"}]}]}""")));

        Assert.Equal(200, simulator.Customers.Count);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal($"{i}", simulator.GetValue($"c{i}", "SCORE")));
    }

    [Fact]
    public void Start_OptionsThatCannotBe_Throws()
    {
        using var simulator = OptimoveSimulator.Start();

        Assert.Throws<ArgumentOutOfRangeException>(() => OptimoveSimulator.Start(new() { CreationDelay = TimeSpan.FromTicks(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => OptimoveSimulator.Start(new() { UpdateDelay = TimeSpan.FromTicks(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => OptimoveSimulator.Start(new() { Port = 65_536 }));
        Assert.Contains(
            $"port {simulator.BaseAddress.Port} of 127.0.0.1",
            Assert.Throws<IOException>(() => OptimoveSimulator.Start(new() { Port = simulator.BaseAddress.Port })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Seeding_WhatCannotBe_Throws()
    {
        using var simulator = OptimoveSimulator.Start();
        simulator.AddAttribute("A", "INT");

        Assert.Throws<ArgumentException>(() => simulator.AddAttribute("a", "INT"));
        Assert.Throws<ArgumentException>(() => simulator.AddAttribute("B", "BOOL"));
        Assert.Throws<ArgumentException>(() => simulator.SetValue("42", "B", "1"));
        Assert.Throws<ArgumentException>(() => simulator.SetValue("42", "A", "x"));
    }
}
