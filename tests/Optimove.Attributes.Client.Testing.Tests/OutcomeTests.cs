using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Testing.Tests;

/// <summary>What was accepted is done later, and its outcome is POSTed to the address of the call.</summary>
public sealed class OutcomeTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 8, 30, 0, TimeSpan.Zero));
    private readonly CallbackCatcher _catcher = new();
    private readonly OptimoveSimulator _simulator;
    private readonly SimulatorClient _client;

    public OutcomeTests()
    {
        _simulator = OptimoveSimulator.Start(new() { TimeProvider = _clock, CreationDelay = Minute, UpdateDelay = TimeSpan.FromSeconds(20), RateLimits = [] });
        _client = new SimulatorClient(_simulator, _simulator.ApiKey);
        _simulator.AddCustomer("42");
        _simulator.AddAttribute("TIER", "VARCHAR(6)");
        _simulator.AddAttribute("CLOSED", "INT", isOpenForUpdates: false);
    }

    [Fact]
    public async Task Add_UntilItsDelayIsOver_ShowsNothing()
    {
        await _client.AddAsync("""{"Name":"SCORE","Type":"INT"}""");
        _clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.DoesNotContain(_simulator.Attributes, static attribute => attribute.RealFieldName == "SCORE");
        Assert.DoesNotContain("SCORE", (await _client.ListAsync()).Body, StringComparison.Ordinal);
        Assert.Empty(_simulator.AddOutcomes);

        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Contains("SCORE", (await _client.ListAsync()).Body, StringComparison.Ordinal);
        Assert.Null(Assert.Single(_simulator.AddOutcomes).ErrorId);
        Assert.Equal(_clock.GetUtcNow(), _simulator.Attributes[^1].CreatedAt);
    }

    [Fact]
    public async Task Add_ByDefault_TakesTimeAndAnEarlyUpdateMeetsInvalidField()
    {
        var clock = new FakeTimeProvider();
        using var simulator = OptimoveSimulator.Start(new() { TimeProvider = clock, AcceptUnknownCustomers = true });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        await client.AddAsync("""{"Name":"SCORE","Type":"INT"}""");

        await client.UpdateAsync(Update("42", "SCORE", "1"));
        clock.Advance(TimeSpan.FromSeconds(2));
        await client.UpdateAsync(Update("42", "SCORE", "2"));

        Assert.Equal(new ValueError("INVALID_FIELD", "42", "SCORE"), Assert.Single(simulator.UpdateOutcomes[0].Errors));
        Assert.Equal("2", simulator.GetValue("42", "SCORE"));
    }

    [Fact]
    public async Task Update_UntilItsDelayIsOver_ShowsNothing()
    {
        await _client.UpdateAsync(Update("42", "TIER", "Gold"));
        Assert.Null(_simulator.GetValue("42", "TIER"));

        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal("Gold", _simulator.GetValue("42", "TIER"));
    }

    [Fact]
    public async Task Updates_AcceptedOneAfterTheOther_AreAppliedInThatOrder()
    {
        for (var i = 0; i < 50; i++)
        {
            await _client.UpdateAsync(Update("42", "TIER", $"{i}"));
        }

        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(50, _simulator.UpdateOutcomes.Count);
        Assert.Equal("49", _simulator.GetValue("42", "TIER"));
    }

    [Fact]
    public async Task AddCallback_OfACreatedAttribute_HasTheDocumentedShape()
    {
        await _client.AddAsync($$"""{"Name":"X","Type":"INT","CallbackURL":"{{_catcher.Url}}"}""");
        _clock.Advance(Minute);
        await _simulator.WhenSettledAsync();

        Assert.Equal("""{"attributeName":"X","isSuccess":true}""", Assert.Single(_catcher.Bodies));
        Assert.Equal("application/json", Assert.Single(_catcher.ContentTypes));
        Assert.Equal("?token=t1", Assert.Single(_catcher.Queries));
        Assert.Equal(
            new SentCallback(_catcher.Url, """{"attributeName":"X","isSuccess":true}""", _clock.GetUtcNow(), 204), Assert.Single(_simulator.Callbacks));
    }

    [Theory]
    [InlineData("TIER", "INT", "", 2, "an attribute of this name exists already")]
    [InlineData("X", "BOOL", "", 3, "the type is not supported")]
    [InlineData("X", "INT", ",\"DefaultValue\":\"a\"", 4, "the default value does not fit the type")]
    [InlineData("GENERAL", "INT", "", 5, "general error")]
    public async Task AddCallback_OfAnAttributeThatWasNot_NamesErrorIdAsText(string name, string type, string more, int errorId, string reason)
    {
        _simulator.RejectAttributes(5, static attribute => attribute == "GENERAL");

        await _client.AddAsync($$"""{"Name":"{{name}}","Type":"{{type}}","CallbackURL":"{{_catcher.Url}}"{{more}}}""");
        _clock.Advance(Minute);
        await _simulator.WhenSettledAsync();

        Assert.Equal(
            $$"""{"attributeName":"{{name}}","isSuccess":false,"errorId":"{{errorId}}","errorMsg":"Attribute was not added, {{reason}}"}""",
            Assert.Single(_catcher.Bodies));
    }

    [Fact]
    public async Task AddCallback_BeyondTheCap_IsErrorId1()
    {
        using var simulator = OptimoveSimulator.Start(new() { MaxApiAttributes = 0, CreationDelay = TimeSpan.Zero });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);

        await client.AddAsync($$"""{"Name":"X","Type":"INT","CallbackURL":"{{_catcher.Url}}"}""");
        await simulator.WhenSettledAsync();

        Assert.Equal(
            """{"attributeName":"X","isSuccess":false,"errorId":"1","errorMsg":"Attribute was not added, the limit of attributes is reached"}""",
            Assert.Single(_catcher.Bodies));
    }

    [Fact]
    public async Task UpdateCallback_AllApplied_HasTheDocumentedShape()
    {
        var (_, answer) = await _client.UpdateAsync(Update("42", "TIER", "Gold", _catcher.Url));
        _clock.Advance(TimeSpan.FromSeconds(20));
        await _simulator.WhenSettledAsync();

        var requestId = answer.Split('"')[3];
        Assert.Equal($$"""{"isSuccess":true,"requestId":"{{requestId}}"}""", Assert.Single(_catcher.Bodies));
    }

    [Theory]
    [InlineData("9", "TIER", "Gold", "INVALID_CUSTOMER")]
    [InlineData("42", "NOPE", "Gold", "INVALID_FIELD")]
    [InlineData("42", "TIER", "Platinum", "INVALID_VALUE")]
    [InlineData("42", "CLOSED", "1", "UPDATE_FIELD_TEMPORARY_UNAVAILABLE")]
    [InlineData("42", "tier", "Bronze", "SOMETHING_NEW")]
    public async Task UpdateCallback_ValueThatWasNotApplied_IsNamedWithItsError(string customerId, string name, string value, string error)
    {
        _simulator.RejectValues("SOMETHING_NEW", static (customer, field) => customer == "42" && field == "tier");

        var (_, answer) = await _client.UpdateAsync(Update(customerId, name, value, _catcher.Url));
        _clock.Advance(TimeSpan.FromSeconds(20));
        await _simulator.WhenSettledAsync();

        Assert.Equal(
            $$"""{"isSuccess":false,"errors":[{"error":"{{error}}","customerId":"{{customerId}}","realFieldName":"{{name}}"}],"requestId":"{{answer.Split('"')[3]}}"}""",
            Assert.Single(_catcher.Bodies));
    }

    [Fact]
    public async Task Callback_Lost_IsNotSentAndTheCallIsDone()
    {
        _simulator.Inject(CallbackFault.Lost);

        await UpdateTwiceAsync();

        Assert.Equal([_simulator.UpdateOutcomes[1].RequestId], _catcher.Bodies.Select(RequestIdOf));
        Assert.Equal(2, _simulator.UpdateOutcomes.Count);
    }

    [Fact]
    public async Task Callback_Doubled_IsSentTwice()
    {
        _simulator.Inject(CallbackFault.Doubled);

        await UpdateTwiceAsync();

        Assert.Equal(3, _catcher.Bodies.Count);
        Assert.Equal(2, _catcher.Bodies.Count(body => RequestIdOf(body) == _simulator.UpdateOutcomes[0].RequestId));
    }

    [Fact]
    public async Task Callback_Late_ComesAfterTheNextOne()
    {
        _simulator.Inject(CallbackFault.Late(Minute));
        await UpdateTwiceAsync(settle: false);
        await Eventually(() => _catcher.Bodies.Count == 1);
        var settled = _simulator.WhenSettledAsync();
        Assert.False(settled.IsCompleted);

        _clock.Advance(Minute);
        await settled;

        Assert.Equal([_simulator.UpdateOutcomes[1].RequestId, _simulator.UpdateOutcomes[0].RequestId], _catcher.Bodies.Select(RequestIdOf));
    }

    [Fact]
    public async Task Callback_Early_IsThereBeforeTheAnswer()
    {
        _simulator.Inject(CallbackFault.Early, FaultTrigger.Next().On(SimulatedCall.UpdateCustomerAttributes));
        _simulator.Inject(CallbackFault.Early, FaultTrigger.Next().On(SimulatedCall.AddCustomerAttribute));

        var (_, answer) = await _client.UpdateAsync(Update("42", "TIER", "Gold", _catcher.Url));
        Assert.Equal([answer.Split('"')[3]], _catcher.Bodies.Select(RequestIdOf));
        await _client.AddAsync($$"""{"Name":"X","Type":"INT","CallbackURL":"{{_catcher.Url}}"}""");

        Assert.Equal("""{"attributeName":"X","isSuccess":true}""", _catcher.Bodies[1]);
        Assert.Equal("Gold", _simulator.GetValue("42", "TIER"));
    }

    [Fact]
    public async Task Callback_OrdinaryOne_WaitsForTheAnswer()
    {
        using var simulator = OptimoveSimulator.Start(new() { TimeProvider = _clock, AcceptUnknownCustomers = true });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);
        simulator.AddAttribute("TIER", "VARCHAR(6)");
        simulator.Inject(Fault.Delay(Minute));

        var call = client.UpdateAsync(Update("42", "TIER", "Gold", _catcher.Url));
        await Eventually(() => simulator.GetValue("42", "TIER") == "Gold");
        Assert.Empty(simulator.Callbacks);
        await Eventually(() =>
        {
            _clock.Advance(Minute);
            return call.IsCompleted;
        });
        await simulator.WhenSettledAsync();

        Assert.Equal(204, Assert.Single(simulator.Callbacks).StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/nobody")]
    [InlineData("not an address")]
    [InlineData("ftp://127.0.0.1/x")]
    public async Task Callback_ThatCannotBeDelivered_IsRecordedAndNothingElseSuffers(string url)
    {
        await _client.UpdateAsync(Update("42", "TIER", "Gold", url));
        _clock.Advance(TimeSpan.FromSeconds(20));
        await _simulator.WhenSettledAsync();

        var callback = Assert.Single(_simulator.Callbacks);
        Assert.Equal((url, null), (callback.Url, callback.StatusCode));
        Assert.Equal("Gold", _simulator.GetValue("42", "TIER"));
    }

    [Fact]
    public async Task Dispose_WithWorkOpen_DoesNotWaitForIt()
    {
        _simulator.Inject(CallbackFault.Late(Minute));
        await UpdateTwiceAsync(settle: false);
        await _client.AddAsync("""{"Name":"X","Type":"INT"}""");

        _simulator.Dispose();
        _clock.Advance(Minute);

        Assert.DoesNotContain(_simulator.Attributes, static attribute => attribute.RealFieldName == "X");
    }

    [Fact]
    public async Task WhenSettled_OfATokenThatIsCancelled_Ends()
    {
        await _client.UpdateAsync(Update("42", "TIER", "Gold"));
        using var cancellation = new CancellationTokenSource();
        var settled = _simulator.WhenSettledAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => settled);
    }

    [Fact]
    public async Task RealClock_DelayedWork_IsDoneByItself()
    {
        using var simulator = OptimoveSimulator.Start(new() { CreationDelay = TimeSpan.FromMilliseconds(30), UpdateDelay = TimeSpan.FromMilliseconds(20) });
        using var client = new SimulatorClient(simulator, simulator.ApiKey);

        await client.AddAsync("""{"Name":"X","Type":"INT"}""");
        await client.AddAsync("""{"Name":"Y","Type":"INT"}""");
        await simulator.WhenSettledAsync();

        Assert.Equal(["X", "Y"], simulator.Attributes.Select(static attribute => attribute.RealFieldName));
    }

    public void Dispose()
    {
        _client.Dispose();
        _simulator.Dispose();
        _catcher.Dispose();
    }

    private static string Update(string customerId, string name, string value, string? callbackUrl = null) =>
        $$"""{"CustomerNewAttributesValuesList":[{"CustomerID":"{{customerId}}","Attributes":[{"RealFieldName":"{{name}}","Value":"{{value}}"}]}]"""
        + (callbackUrl is null ? "}" : $",\"CallbackURL\":\"{callbackUrl}\"}}");

    private static string RequestIdOf(string body) => System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("requestId").GetString()!;

    private static async Task Eventually(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(5);
        }
    }

    private async Task UpdateTwiceAsync(bool settle = true)
    {
        await _client.UpdateAsync(Update("42", "TIER", "Gold", _catcher.Url));
        await _client.UpdateAsync(Update("42", "TIER", "Silver", _catcher.Url));
        _clock.Advance(TimeSpan.FromSeconds(20));
        if (settle)
        {
            await _simulator.WhenSettledAsync();
        }
    }
}
