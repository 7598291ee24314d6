namespace Optimove.Attributes.Client.Testing.Tests;

public sealed class SimulatorAssertionsTests : IDisposable
{
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new() { RateLimits = [] });
    private readonly SimulatorClient _client;

    public SimulatorAssertionsTests()
    {
        _client = new SimulatorClient(_simulator, _simulator.ApiKey);
        _simulator.AddCustomer("42");
        _simulator.AddAttribute("TIER", "VARCHAR(6)");
    }

    [Fact]
    public async Task What_Holds_Passes()
    {
        _simulator.ShouldHaveReceivedNothing();
        await UpdateAsync("Gold");
        await _client.ListAsync();
        await _client.ListAsync();

        _simulator.ShouldHaveReceived(SimulatedCall.UpdateCustomerAttributes);
        _simulator.ShouldHaveReceived(SimulatedCall.GetCustomerAttributeList, times: 2);
        _simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 0);
        _simulator.ShouldHaveRefusedNothing();
        _simulator.ShouldHaveAttribute("tier", "varchar(6)");
        _simulator.ShouldHaveValue("42", "tier", "Gold");
        _simulator.ShouldHaveValue("43", "TIER", null);
    }

    [Fact]
    public async Task Received_AnotherNumber_NamesWhatCame()
    {
        _simulator.Inject(Fault.Status(503));
        await UpdateAsync("Gold");
        await _client.ListAsync();

        Fails(
            () => _simulator.ShouldHaveReceived(SimulatedCall.UpdateCustomerAttributes, times: 2),
            "Expected 2 of UpdateCustomerAttributes, but there is 1.",
            "  POST /Customers/UpdateCustomerAttributes: 503 (status 503)",
            "  GET /Model/GetCustomerAttributeList: 200");
        Fails(
            _simulator.ShouldHaveReceivedNothing,
            "Expected no request, but there is 2.",
            "  POST /Customers/UpdateCustomerAttributes: 503 (status 503)",
            "  GET /Model/GetCustomerAttributeList: 200");
    }

    [Fact]
    public async Task RefusedNothing_WhereSomethingWas_NamesIt()
    {
        _simulator.RejectAttributes(5, static name => name == "X");
        await UpdateAsync("Platinum");
        await _client.AddAsync("""{"Name":"X","Type":"INT"}""");
        await _client.GetAsync("Nowhere");
        await _simulator.WhenSettledAsync();

        Fails(
            _simulator.ShouldHaveRefusedNothing,
            "Expected nothing to be refused, but there is 3.",
            "  GET /Nowhere: 404",
            "  X: errorId 5",
            "  TIER of customer 42: INVALID_VALUE");
    }

    [Fact]
    public async Task Value_Another_NamesBothAndWhy()
    {
        await UpdateAsync("Platinum");

        Fails(
            () => _simulator.ShouldHaveValue("42", "TIER", "Platinum"),
            "Expected TIER of customer 42 to be \"Platinum\", but there is nothing.",
            "  an update was refused: INVALID_VALUE");
    }

    [Fact]
    public void Attribute_ThatIsNotThere_NamesThoseThatAre() => Fails(
        () => _simulator.ShouldHaveAttribute("TIER", "INT"), "Expected an attribute TIER of type INT, but there is none.", "  TIER VARCHAR(6)");

    public void Dispose()
    {
        _client.Dispose();
        _simulator.Dispose();
    }

    private static void Fails(Action assertion, params string[] lines) =>
        Assert.Equal(string.Join(Environment.NewLine, lines), Assert.Throws<OptimoveAssertionException>(assertion).Message);

    private Task<(System.Net.HttpStatusCode Status, string Body)> UpdateAsync(string tier) => _client.UpdateAsync(
        $$"""{"CustomerNewAttributesValuesList":[{"CustomerID":"42","Attributes":[{"RealFieldName":"TIER","Value":"{{tier}}"}]}]}""");
}
