using System.Net;

namespace Optimove.Attributes.Client.Testing.Tests;

public sealed class AddCallTests : IDisposable
{
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new() { MaxApiAttributes = 3, CreationDelay = TimeSpan.Zero });
    private readonly SimulatorClient _client;

    public AddCallTests() => _client = new SimulatorClient(_simulator, _simulator.ApiKey);

    [Fact]
    public async Task Add_DocumentedBody_IsAcceptedWithARequestIdAndCreates()
    {
        var (status, body) = await _client.AddAsync(
            """{ "Name": "VIP_Level", "Type": "VARCHAR(10)", "DefaultValue": "Bronze", "CallbackURL": "https://example.com/cb" }""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches("^\\{\"requestId\":\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"\\}$", body);
        var attribute = Assert.Single(_simulator.Attributes);
        Assert.Equal("VIP_Level", attribute.RealFieldName);
        Assert.Equal("VARCHAR(10)", attribute.Type);
        Assert.Equal("Bronze", attribute.DefaultValue);
        Assert.Equal(SimulatedSource.Api, attribute.Source);
        Assert.Equal(new AddOutcome("VIP_Level", "https://example.com/cb", null), Assert.Single(_simulator.AddOutcomes));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("BIGINT")]
    [InlineData("DATE")]
    [InlineData("DECIMAL(19,4)")]
    [InlineData("VARCHAR(1)")]
    [InlineData("NVARCHAR(4000)")]
    public async Task Add_EachOfTheSixTypes_Creates(string type)
    {
        await _client.AddAsync($$"""{"Name":"A","Type":"{{type}}"}""");

        Assert.Equal(type, Assert.Single(_simulator.Attributes).Type);
    }

    [Fact]
    public async Task Add_BeyondTheCap_EndsInErrorId1()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await _client.AddAsync($$"""{"Name":"A{{i}}","Type":"INT"}""")).Status);
        }

        Assert.Equal([null, null, null, 1], _simulator.AddOutcomes.Select(outcome => outcome.ErrorId));
        Assert.Equal(3, _simulator.Attributes.Count);
    }

    [Fact]
    public async Task Add_TheFortyFirst_EndsInErrorId1()
    {
        using var simulator = OptimoveSimulator.Start(new() { CreationDelay = TimeSpan.Zero });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        for (var i = 0; i < 41; i++)
        {
            await client.AddAsync($$"""{"Name":"A{{i}}","Type":"INT"}""");
        }

        Assert.Equal(40, simulator.Attributes.Count);
        Assert.Equal(("A40", 1), (simulator.AddOutcomes[40].AttributeName, simulator.AddOutcomes[40].ErrorId));
    }

    [Fact]
    public async Task Add_BatchAttributes_DoNotCountForTheCap()
    {
        for (var i = 0; i < 5; i++)
        {
            _simulator.AddAttribute($"BATCH_{i}", "INT");
        }

        await _client.AddAsync("""{"Name":"A","Type":"INT"}""");

        Assert.Null(Assert.Single(_simulator.AddOutcomes).ErrorId);
    }

    [Theory]
    [InlineData("""{"Name":"COUNTRY","Type":"INT"}""", 2)]
    [InlineData("""{"Name":"country","Type":"INT"}""", 2)]
    [InlineData("""{"Name":"A","Type":"BOOL"}""", 3)]
    [InlineData("""{"Name":"A","Type":"VARCHAR"}""", 3)]
    [InlineData("""{"Name":"A","Type":"VARCHAR(0)"}""", 3)]
    [InlineData("""{"Name":"A","Type":"DECIMAL(10,2)"}""", 3)]
    [InlineData("""{"Name":"A","Type":"INT","DefaultValue":"x"}""", 4)]
    [InlineData("""{"Name":"A","Type":"INT","DefaultValue":"2147483648"}""", 4)]
    [InlineData("""{"Name":"A","Type":"DATE","DefaultValue":"10/21/2022"}""", 4)]
    [InlineData("""{"Name":"A","Type":"VARCHAR(3)","DefaultValue":"long"}""", 4)]
    public async Task Add_WhatCannotBeCreated_IsAcceptedAndEndsInItsErrorId(string body, int errorId)
    {
        _simulator.AddAttribute("COUNTRY", "NVARCHAR(50)");

        var (status, _) = await _client.AddAsync(body);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(errorId, Assert.Single(_simulator.AddOutcomes).ErrorId);
        Assert.Single(_simulator.Attributes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"Name":"A"}""")]
    [InlineData("""{"Name":7,"Type":"INT"}""")]
    [InlineData("""{"Name":" ","Type":"INT"}""")]
    public async Task Add_BodyOfAnotherShape_Is400(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.AddAsync(body)).Status);
        Assert.Empty(_simulator.AddOutcomes);
    }

    public void Dispose()
    {
        _client.Dispose();
        _simulator.Dispose();
    }
}
