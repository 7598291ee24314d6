using Microsoft.Extensions.DependencyInjection;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Api;

public sealed class WireTests
{
    private static readonly Reply Unavailable = Reply.Status(503);

    [Fact]
    public async Task Add_WithEverything_SendsExactlyThis()
    {
        using var server = new ScriptedServer(Unavailable, Unavailable, Reply.Ok("{}")) { HasCatalog = true };
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        await client.AddAttributeAsync(
            new AttributeDefinition("VIP_Level", AttributeType.VarChar(10)) { DefaultValue = "Bronze", CallbackUrl = new Uri("https://example.com/cb?t=1") });

        AssertSentThrice(
            server,
            "POST",
            "/Customers/AddCustomerAttribute",
            """{"Name":"VIP_Level","Type":"VARCHAR(10)","DefaultValue":"Bronze","CallbackURL":"https://example.com/cb?t=1"}""");
    }

    [Fact]
    public async Task Add_WithNameAndTypeAlone_LeavesTheRestOut()
    {
        using var server = new ScriptedServer(Reply.Ok("{}")) { HasCatalog = true };
        await using var client = TestClient.Create(server.Address);

        await client.AddAttributeAsync(new AttributeDefinition("SCORE", AttributeType.Decimal));

        Assert.Equal("""{"Name":"SCORE","Type":"DECIMAL(19,4)"}""", Assert.Single(server.Requests).Text);
    }

    [Fact]
    public async Task Update_EveryKindOfValue_SendsExactlyThis()
    {
        using var server = new ScriptedServer(Unavailable, Unavailable, Reply.Ok("{}"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        await client.UpdateAttributesAsync(
        [
            new CustomerUpdate("0192837821")
            {
                ["VIP_Level"] = "Gold", ["SCORE"] = -17, ["TOTAL"] = 9_223_372_036_854_775_807L, ["PRICE"] = 1234.50m, ["SEEN"] = new DateOnly(2022, 10, 21),
            },
            new CustomerUpdate("é\"\\+") { ["TIER"] = AttributeValue.Clear, ["EMPTY"] = "", ["FLAG"] = AttributeValue.FromBoolean(false, "TRUE", "FALSE") },
        ]);

        AssertSentThrice(
            server,
            "POST",
            "/Customers/UpdateCustomerAttributes",
            """{"CustomerNewAttributesValuesList":[{"CustomerID":"0192837821","Attributes":["""
            + """{"RealFieldName":"VIP_Level","Value":"Gold"},{"RealFieldName":"SCORE","Value":"-17"},{"RealFieldName":"TOTAL","Value":"9223372036854775807"},"""
            + """{"RealFieldName":"PRICE","Value":"1234.50"},{"RealFieldName":"SEEN","Value":"2022-10-21"}]},"""
            + """{"CustomerID":"é\u0022\\\u002B","Attributes":[{"RealFieldName":"TIER","Value":null},{"RealFieldName":"EMPTY","Value":""},{"RealFieldName":"FLAG","Value":"FALSE"}]}]}""");
    }

    [Fact]
    public async Task Get_OneCustomer_SendsExactlyThis()
    {
        using var server = new ScriptedServer(Unavailable, Unavailable, Reply.Ok("[]"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        await client.GetCustomerAttributesAsync("42");

        AssertSentThrice(server, "GET", "/Customers/42/Attributes", null);
    }

    [Fact]
    public async Task List_SendsExactlyThis()
    {
        using var server = new ScriptedServer(Unavailable, Unavailable, Reply.Ok("[]"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        await client.ListAttributesAsync();

        AssertSentThrice(server, "GET", "/Model/GetCustomerAttributeList", null);
    }

    public static TheoryData<string, string> Ids() => new()
    {
        { "a/b c?d#é", "a%2Fb%20c%3Fd%23%C3%A9" },
        { "%2F", "%252F" },
        { "%2e%2e", "%252e%252e" },
        { "😀", "%F0%9F%98%80" },
        { "a/../b", "a%2F..%2Fb" },
        { "...", "..." },
        { @"a\b", "a%5Cb" },
        { "@x+y&z=1;w", "%40x%2By%26z%3D1%3Bw" },
        { new string('x', 500), new string('x', 500) },
        { new string('漢', 5_000), string.Concat(Enumerable.Repeat("%E6%BC%A2", 5_000)) },
        { new string('/', 500), string.Concat(Enumerable.Repeat("%2F", 500)) },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Get_AnyId_ReachesTheServerAsOneSegment(string customerId, string segment)
    {
        using var server = new ScriptedServer(Reply.Ok("[]"));
        await using var client = TestClient.Create(server.Address);
        await using var provider = CreateProvider(server.Address);

        await client.GetCustomerAttributesAsync(customerId);
        await provider.GetRequiredService<IOptimoveAttributesApi>().GetCustomerAttributesAsync(customerId);

        Assert.Equal([$"/Customers/{segment}/Attributes", $"/Customers/{segment}/Attributes"], server.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("\u0085")]
    public Task Get_IdThatCannotBeASegment_IsRefusedBeforeSending(string customerId) => AssertRefusedAsync(customerId);

    [Fact]
    public async Task Get_IdTooLongForAnAddress_IsRefusedBeforeSending()
    {
        using var server = new ScriptedServer();
        await using var client = TestClient.Create(server.Address);

        var exception = await Assert.ThrowsAsync<OptimoveValidationException>(() => client.GetCustomerAttributesAsync(new string('漢', 12_000)));

        Assert.Equal("customerId is 12,000 characters long, more than 5,000, which a path can't carry.", Assert.Single(exception.Violations).Message);
        Assert.Empty(server.Requests);
    }

    // Attributes hold UTF-8, which can't carry half of a pair.
    [Fact]
    public async Task Get_IdWithHalfOfASurrogatePair_IsRefusedBeforeSending()
    {
        await AssertRefusedAsync("a\ud83d");
        await AssertRefusedAsync("\ude00a");
    }

    private static async Task AssertRefusedAsync(string customerId)
    {
        using var server = new ScriptedServer();
        await using var client = TestClient.Create(server.Address);
        await using var provider = CreateProvider(server.Address);
        var api = provider.GetRequiredService<IOptimoveAttributesApi>();

        await Assert.ThrowsAsync<OptimoveValidationException>(() => client.GetCustomerAttributesAsync(customerId));
        await Assert.ThrowsAsync<OptimoveValidationException>(() => api.GetCustomerAttributesAsync(customerId));
        await Assert.ThrowsAsync<OptimoveValidationException>(() => client.UpdateAttributesAsync([new CustomerUpdate(customerId) { ["A"] = 1 }]));

        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("current/")]
    [InlineData("current")]
    public async Task BaseAddress_WithAPath_IsKept(string path)
    {
        using var server = new ScriptedServer(Reply.Ok("[]"));
        await using var client = TestClient.Create(new Uri(server.Address, path));

        await client.ListAttributesAsync();
        await client.GetCustomerAttributesAsync("42");

        Assert.Equal(["/current/Model/GetCustomerAttributeList", "/current/Customers/42/Attributes"], server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Update_FullCall_HasALengthAndIsSentAgainByteForByte()
    {
        using var server = new ScriptedServer(Reply.Reset, Unavailable, Reply.Ok("{}"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        var receipt = await client.UpdateAttributesAsync(TestClient.FullCall());

        Assert.Equal((1000, 10_000), (receipt.CustomerCount, receipt.ValueCount));
        var requests = server.Requests;
        Assert.Equal(3, requests.Count);
        Assert.All(requests, request => Assert.Equal([$"{requests[0].Body.Length}"], request.Header("Content-Length")));
        Assert.All(requests, request => Assert.Empty(request.Header("Transfer-Encoding")));
        Assert.StartsWith("""{"CustomerNewAttributesValuesList":[{"CustomerID":"customer-0","Attributes":[{"RealFieldName":"ATTRIBUTE_0","Value":"value 0"}""", requests[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("""{"RealFieldName":"ATTRIBUTE_9","Value":"value 999"}]}]}""", requests[0].Text, StringComparison.Ordinal);
        Assert.Equal(requests[0].Body, requests[1].Body);
        Assert.Equal(requests[0].Body, requests[2].Body);
    }

    [Fact]
    public async Task Api_FromTheContainer_SendsTheWireAsItIs()
    {
        using var server = new ScriptedServer(Reply.Ok("""{"requestId":"r"}"""));
        await using var provider = CreateProvider(server.Address);
        var api = provider.GetRequiredService<IOptimoveAttributesApi>();

        var answer = await api.UpdateCustomerAttributesAsync(
            new UpdateCustomerAttributesRequest { Updates = [new CustomerUpdate("42") { ["A"] = "1" }], CallbackUrl = "https://example.com/cb" });
        await api.AddCustomerAttributeAsync(new AddCustomerAttributeRequest { Name = "A", Type = "WHATEVER" });

        Assert.Equal("r", answer.RequestId);
        Assert.Equal(
            [
                """{"CustomerNewAttributesValuesList":[{"CustomerID":"42","Attributes":[{"RealFieldName":"A","Value":"1"}]}],"CallbackURL":"https://example.com/cb"}""",
                """{"Name":"A","Type":"WHATEVER"}""",
            ],
            server.Requests.Select(request => request.Text));
    }

    private static ServiceProvider CreateProvider(Uri address) => new ServiceCollection()
        .AddOptimoveAttributes(options =>
        {
            options.BaseAddress = address;
            options.ApiKey = TestClient.ApiKey;
        })
        .Services.BuildServiceProvider();

    private static void AssertSentThrice(ScriptedServer server, string method, string target, string? json)
    {
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request =>
        {
            Assert.Equal(method, request.Method);
            Assert.Equal(target, request.Target);
            Assert.Equal([TestClient.ApiKey], request.Header("X-API-KEY"));
            Assert.Equal(["application/json"], request.Header("Accept"));
            Assert.Single(request.Header("User-Agent"));
            Assert.Equal(json is null ? [] : ["application/json"], request.Header("Content-Type"));
            Assert.Equal(json ?? string.Empty, request.Text);
        });
    }
}
