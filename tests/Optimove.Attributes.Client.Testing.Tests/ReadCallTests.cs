using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Testing.Tests;

public sealed class ReadCallTests : IDisposable
{
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new() { CreationDelay = TimeSpan.Zero });
    private readonly SimulatorClient _client;

    public ReadCallTests() => _client = new SimulatorClient(_simulator, _simulator.ApiKey);

    [Fact]
    public async Task GetCustomer_EveryType_IsShownAsItWasSeen()
    {
        _simulator.AddAttribute("A", "BIGINT");
        _simulator.AddAttribute("B", "DECIMAL(19,4)");
        _simulator.AddAttribute("C", "INT");
        _simulator.AddAttribute("D", "NVARCHAR(20)");
        _simulator.AddAttribute("E", "VARCHAR(20)");
        _simulator.AddAttribute("F", "DATE");
        foreach (var (name, value) in new[] { ("A", "7"), ("B", "0"), ("C", "-1"), ("D", "false"), ("E", "é"), ("F", "2022-10-21") })
        {
            _simulator.SetValue("42", name, value);
        }

        var (status, body) = await _client.GetAsync("Customers/42/Attributes");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """[{"RealFieldName":"A","Alias":"A","FieldType":"Bigint","Value":"7"},"""
            + """{"RealFieldName":"B","Alias":"B","FieldType":"Decimal","Value":"0.0000"},"""
            + """{"RealFieldName":"C","Alias":"C","FieldType":"Int","Value":"-1"},"""
            + """{"RealFieldName":"D","Alias":"D","FieldType":"Nvarchar","Value":"false"},"""
            + """{"RealFieldName":"E","Alias":"E","FieldType":"Varchar","Value":"é"},"""
            + """{"RealFieldName":"F","Alias":"F","FieldType":"Date","Value":"10/21/2022 00:00:00"}]""",
            body);
    }

    [Fact]
    public async Task GetCustomer_WithoutValues_ShowsNullNoDateAndDefaults()
    {
        _simulator.AddCustomer("42");
        _simulator.AddAttribute("A", "INT");
        _simulator.AddAttribute("F", "DATE");
        await _client.AddAsync("""{"Name":"T","Type":"VARCHAR(10)","DefaultValue":"Bronze"}""");

        var (_, body) = await _client.GetAsync("Customers/42/Attributes");

        Assert.Equal(
            """[{"RealFieldName":"A","Alias":"A","FieldType":"Int","Value":null},"""
            + """{"RealFieldName":"F","Alias":"F","FieldType":"Date","Value":"01/01/1900 00:00:00"},"""
            + """{"RealFieldName":"T","Alias":"T","FieldType":"Varchar","Value":"Bronze"}]""",
            body);
    }

    [Fact]
    public async Task GetCustomer_Unknown_Is200WithABareString()
    {
        var (status, body) = await _client.GetAsync("Customers/nobody/Attributes");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("\"Customer was not found\"", body);
    }

    [Theory]
    [InlineData("Customers/a%2Fb%20c%3Fd%23%C3%A9/Attributes", "a/b c?d#é")]
    [InlineData("Customers/%252F/Attributes", "%2F")]
    [InlineData("Customers/%F0%9F%98%80/Attributes", "😀")]
    public async Task GetCustomer_EscapedId_IsDecodedOnceAndSeenRaw(string path, string customerId)
    {
        _simulator.AddAttribute("A", "INT");
        _simulator.SetValue(customerId, "A", "1");

        var (_, body) = await _client.GetAsync(path);

        Assert.Equal("""[{"RealFieldName":"A","Alias":"A","FieldType":"Int","Value":"1"}]""", body);
        Assert.Equal("/" + path, Assert.Single(_simulator.Requests).RawTarget);
    }

    [Fact]
    public async Task GetCustomer_IdOf500Characters_IsRead()
    {
        var customerId = new string('x', 500);
        _simulator.AddCustomer(customerId);

        Assert.Equal("[]", (await _client.GetAsync($"Customers/{customerId}/Attributes")).Body);
    }

    [Fact]
    public async Task List_ByDefault_HasTheTwoDocumentedFields()
    {
        _simulator.AddAttribute("Country", "NVARCHAR(50)", description: "Country of residence");

        var (status, body) = await _client.ListAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""[{"RealFieldName":"Country","Description":"Country of residence"}]""", body);
    }

    [Fact]
    public async Task List_Detailed_NamesSourceAndTimes()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 30, 0, TimeSpan.Zero));
        using var simulator = OptimoveSimulator.Start(new() { DetailedCatalog = true, CreationDelay = TimeSpan.Zero, TimeProvider = clock });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        simulator.AddCustomer("42");
        await client.AddAsync("""{"Name":"TIER","Type":"VARCHAR(10)"}""");
        clock.Advance(TimeSpan.FromHours(1));
        await client.UpdateAsync("""{"CustomerNewAttributesValuesList":[{"CustomerID":"42","Attributes":[{"RealFieldName":"TIER","Value":"Gold"}]}]}""");
        simulator.AddAttribute("OLD", "INT");

        Assert.Equal(
            """[{"RealFieldName":"TIER","Description":"","Alias":"TIER","FieldType":"Varchar","Source":"API","CreatedAt":"11/23/2026 08:30:00","UpdatedAt":"11/23/2026 09:30:00"},"""
            + """{"RealFieldName":"OLD","Description":"","Alias":"OLD","FieldType":"Int","Source":"Batch","CreatedAt":"11/23/2026 09:30:00","UpdatedAt":null}]""",
            (await client.ListAsync()).Body);
    }

    public void Dispose()
    {
        _client.Dispose();
        _simulator.Dispose();
    }
}
