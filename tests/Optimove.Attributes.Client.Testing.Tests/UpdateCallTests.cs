using System.Net;

namespace Optimove.Attributes.Client.Testing.Tests;

public sealed class UpdateCallTests : IDisposable
{
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start();
    private readonly SimulatorClient _client;

    public UpdateCallTests()
    {
        _client = new SimulatorClient(_simulator, _simulator.ApiKey);
        _simulator.AddCustomer("42");
        _simulator.AddAttribute("TIER", "VARCHAR(6)");
        _simulator.AddAttribute("SCORE", "INT");
        _simulator.AddAttribute("TOTAL", "BIGINT");
        _simulator.AddAttribute("PRICE", "DECIMAL(19,4)");
        _simulator.AddAttribute("SEEN", "DATE");
        _simulator.AddAttribute("CLOSED", "INT", isOpenForUpdates: false);
    }

    [Fact]
    public async Task Update_DocumentedBody_IsAcceptedAndApplied()
    {
        var (status, body) = await _client.UpdateAsync(Update("42", ("TIER", "\"Gold\"")));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches("^\\{\"requestId\":\"[0-9a-f-]{36}\"\\}$", body);
        Assert.Equal("Gold", _simulator.GetValue("42", "TIER"));
        var outcome = Assert.Single(_simulator.UpdateOutcomes);
        Assert.Equal(1, outcome.Applied);
        Assert.Empty(outcome.Errors);
        Assert.Contains(outcome.RequestId, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_NameInAnotherCase_IsTheSameAttribute()
    {
        await _client.UpdateAsync(Update("42", ("tier", "\"Gold\"")));

        Assert.Equal("Gold", _simulator.GetValue("42", "TIER"));
    }

    [Fact]
    public async Task Update_NewerValue_OverwritesTheOlder()
    {
        await _client.UpdateAsync(Update("42", ("TIER", "\"Gold\"")));
        await _client.UpdateAsync(Update("42", ("TIER", "\"Silver\"")));

        Assert.Equal("Silver", _simulator.GetValue("42", "TIER"));
    }

    [Fact]
    public async Task Update_Null_Clears()
    {
        await _client.UpdateAsync(Update("42", ("TIER", "\"Gold\"")));
        await _client.UpdateAsync(Update("42", ("TIER", "null")));

        Assert.Null(_simulator.GetValue("42", "TIER"));
        Assert.True(_simulator.Customers["42"].ContainsKey("TIER"));
    }

    [Theory]
    [InlineData("9", "TIER", "\"Gold\"", "INVALID_CUSTOMER")]
    [InlineData("42", "NOPE", "\"Gold\"", "INVALID_FIELD")]
    [InlineData("42", "CLOSED", "\"1\"", "UPDATE_FIELD_TEMPORARY_UNAVAILABLE")]
    [InlineData("42", "TIER", "\"Platinum\"", "INVALID_VALUE")]
    [InlineData("42", "SCORE", "\"1.5\"", "INVALID_VALUE")]
    [InlineData("42", "SCORE", "\"2147483648\"", "INVALID_VALUE")]
    [InlineData("42", "TOTAL", "\"9223372036854775808\"", "INVALID_VALUE")]
    [InlineData("42", "PRICE", "\"1,5\"", "INVALID_VALUE")]
    [InlineData("42", "PRICE", "\"1000000000000000\"", "INVALID_VALUE")]
    [InlineData("42", "SEEN", "\"10/21/2022\"", "INVALID_VALUE")]
    [InlineData("42", "SEEN", "\"2022-02-30\"", "INVALID_VALUE")]
    public async Task Update_ValueThatCannotBeApplied_IsNamedInTheOutcomeAndTheRestIsApplied(string customerId, string name, string value, string error)
    {
        var body = $$"""{"CustomerNewAttributesValuesList":[{{Customer(customerId, (name, value))}},{{Customer("42", ("TOTAL", "\"7\""))}}]}""";

        var (status, _) = await _client.UpdateAsync(body);

        Assert.Equal(HttpStatusCode.OK, status);
        var outcome = Assert.Single(_simulator.UpdateOutcomes);
        Assert.Equal(new ValueError(error, customerId, name), Assert.Single(outcome.Errors));
        Assert.Equal(1, outcome.Applied);
        Assert.Equal("7", _simulator.GetValue("42", "TOTAL"));
        Assert.False(_simulator.Customers.ContainsKey("9"));
    }

    [Fact]
    public async Task Update_UnknownCustomerWhereTheyAreAccepted_ComesIn()
    {
        using var simulator = OptimoveSimulator.Start(new() { AcceptUnknownCustomers = true });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        simulator.AddAttribute("TIER", "VARCHAR(6)");

        await client.UpdateAsync(Update("new", ("TIER", "\"Gold\"")));

        Assert.Equal("Gold", simulator.Customers["new"]["tier"]);
    }

    [Theory]
    [InlineData(1000, 10, HttpStatusCode.OK)]
    [InlineData(1001, 1, HttpStatusCode.BadRequest)]
    [InlineData(1, 11, HttpStatusCode.BadRequest)]
    public async Task Update_AtTheLimits_IsTakenAndBeyondThemNot(int customers, int attributes, HttpStatusCode expected)
    {
        var values = Enumerable.Range(0, attributes).Select(i => ($"F{i}", "\"1\"")).ToArray();
        var list = string.Join(',', Enumerable.Range(0, customers).Select(i => Customer($"c{i}", values)));

        var (status, _) = await _client.UpdateAsync($$"""{"CustomerNewAttributesValuesList":[{{list}}]}""");

        Assert.Equal(expected, status);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, _simulator.UpdateOutcomes.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"CustomerNewAttributesValuesList":{}}""")]
    [InlineData("""{"CustomerNewAttributesValuesList":[{"CustomerID":"42"}]}""")]
    [InlineData("""{"CustomerNewAttributesValuesList":[{"Attributes":[]}]}""")]
    [InlineData("""{"CustomerNewAttributesValuesList":["42"]}""")]
    [InlineData("""{"CustomerNewAttributesValuesList":[{"CustomerID":"\ud800","Attributes":[]}]}""")]
    [InlineData("""{"CustomerNewAttributesValuesList":[{"CustomerID":"42","Attributes":[{"RealFieldName":"TIER"}]}]}""")]
    [InlineData("""{"CustomerNewAttributesValuesList":[{"CustomerID":"42","Attributes":[{"RealFieldName":"SCORE","Value":7}]}]}""")]
    public async Task Update_BodyOfAnotherShape_Is400AndChangesNothing(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.UpdateAsync(body)).Status);
        Assert.Empty(_simulator.UpdateOutcomes);
    }

    [Fact]
    public async Task Update_TooLargeBody_Is413()
    {
        using var simulator = OptimoveSimulator.Start(new() { MaxRequestBytes = 100 });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);

        Assert.Equal(HttpStatusCode.OK, (await client.UpdateAsync("""{"CustomerNewAttributesValuesList":[]}""")).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.UpdateAsync(Update("42", ("TIER", $"\"{new string('x', 100)}\"")))).Status);
    }

    public void Dispose()
    {
        _client.Dispose();
        _simulator.Dispose();
    }

    private static string Update(string customerId, params (string Name, string Value)[] values) =>
        $$"""{"CustomerNewAttributesValuesList":[{{Customer(customerId, values)}}]}""";

    private static string Customer(string customerId, params (string Name, string Value)[] values) =>
        $$"""{"CustomerID":"{{customerId}}","Attributes":[{{string.Join(',', values.Select(value => $$"""{"RealFieldName":"{{value.Name}}","Value":{{value.Value}}}"""))}}]}""";
}
