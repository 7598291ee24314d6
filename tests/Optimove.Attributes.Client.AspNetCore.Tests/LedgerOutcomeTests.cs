using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Client.AspNetCore.Tests;

/// <summary>What the outcomes that come later do to the ledger.</summary>
public sealed class LedgerOutcomeTests
{
    [Fact]
    public async Task Add_Confirmed_IsCreatedWithoutALookAtTheCatalog()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.Inject(Fault.Status(500), FaultTrigger.Always.On(SimulatedCall.GetCustomerAttributeList));

        await setup.Client.AddAndConfirmAsync(Definition("TIER"));

        var usage = await setup.Client.GetCapUsageAsync();
        Assert.Equal(["TIER"], usage.Created);
        Assert.Empty(usage.OnTheirWay);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Add_Rejected_FreesItsSlot(int errorId)
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxApiAttributes = 1);
        setup.Simulator.RejectAttributes(errorId, static name => name == "BAD");

        var rejected = await setup.Client.AddAndConfirmAsync(Definition("BAD"));
        var good = await setup.Client.AddAndConfirmAsync(Definition("GOOD"));

        Assert.Equal((DeliveryState.Rejected, DeliveryState.Confirmed), (rejected.State, good.State));
        Assert.Equal(0, (await setup.Client.GetCapUsageAsync()).UnknownCount);
    }

    /// <summary>A general error does not say that the attribute is not there.</summary>
    [Fact]
    public async Task Add_RejectedWithAGeneralError_KeepsItsSlotUntilTheCatalogTells()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxApiAttributes = 1);
        setup.Simulator.RejectAttributes(5, static name => name == "BAD");
        await setup.Client.AddAndConfirmAsync(Definition("BAD"));

        var refused = await Assert.ThrowsAsync<AttributeCapExceededException>(() => setup.Client.AddAndConfirmAsync(Definition("GOOD")));
        setup.Clock.Advance(TimeSpan.FromMinutes(2));
        var good = await setup.Client.AddAndConfirmAsync(Definition("GOOD"));

        Assert.Equal(["BAD"], refused.Usage.OnTheirWay);
        Assert.Equal(DeliveryState.Confirmed, good.State);
    }

    /// <summary>The ledger is new, and the tenant's 40 attributes are used.</summary>
    [Fact]
    public async Task LimitReached_EarlierThanExpected_IsLearned()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxApiAttributes = 40);
        await setup.Client.AddAndConfirmAsync(Definition("MINE"));
        setup.Simulator.RejectAttributes(1, static _ => true);
        var before = await setup.Client.GetCapUsageAsync();

        var rejected = await setup.Client.AddAndConfirmAsync(Definition("ONE_MORE"));
        setup.Simulator.ClearRequests();
        var refused = await Assert.ThrowsAsync<AttributeCapExceededException>(() => setup.Client.AddAttributeAsync(Definition("ANOTHER")));

        Assert.Equal((39, CapUncertainty.OtherApplications | CapUncertainty.LedgerInMemory), (before.Left, before.Uncertainty));
        Assert.Equal(AddErrorCode.LimitReached, rejected.Error);
        Assert.Equal((1, 39, 40, 0), (refused.Usage.Created.Count, refused.Usage.UnknownCount, refused.Usage.Used, refused.Usage.Left));
        Assert.True(refused.Usage.Uncertainty.HasFlag(CapUncertainty.ReachedEarly));
        Assert.Contains("39 more are used by what the server said; their names are not known.", refused.Message, StringComparison.Ordinal);
        setup.Simulator.ShouldHaveReceivedNothing();
    }

    [Fact]
    public async Task LimitReached_ForManyAtOnce_LeavesWhatWasCreatedAndTheUnknown()
    {
        // All are answered before the first outcome tells that the limit is reached: the others would be refused then.
        var creationDelay = TimeSpan.FromSeconds(40);
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxApiAttributes = 40, creationDelay: creationDelay);
        setup.Simulator.RejectAttributes(1, static name => string.CompareOrdinal(name, "A_30") >= 0);

        var adding = Task.WhenAll(Enumerable.Range(10, 40).Select(number => setup.Client.AddAndConfirmAsync(Definition($"A_{number}"))));
        while (setup.Simulator.Requests.Count(static request => request.StatusCode == 200) < 40)
        {
            await Task.Delay(1);
        }

        setup.Clock.Advance(creationDelay);
        var confirmations = await adding;
        var usage = await setup.Client.GetCapUsageAsync();

        Assert.Equal(20, confirmations.Count(static confirmation => confirmation.State == DeliveryState.Confirmed));
        Assert.Equal((20, 0, 20, 0), (usage.Created.Count, usage.OnTheirWay.Count, usage.UnknownCount, usage.Left));
    }

    [Fact]
    public async Task LimitReached_WhereTheLedgerWasDeclaredComplete_TakesThatBack()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxApiAttributes = 40);
        setup.Simulator.AddAttribute("COUNTRY", "INT");
        await setup.Client.DeclareLedgerCompleteAsync();
        setup.Simulator.RejectAttributes(1, static _ => true);

        await setup.Client.AddAndConfirmAsync(Definition("ONE_MORE"));
        var usage = await setup.Client.GetCapUsageAsync();
        await setup.Client.DeclareAsync("COUNTRY", AttributeSource.Api);
        var named = await setup.Client.GetCapUsageAsync();

        Assert.Equal((40, CapUncertainty.OtherApplications | CapUncertainty.LedgerInMemory | CapUncertainty.ReachedEarly), (usage.UnknownCount, usage.Uncertainty));
        Assert.Equal((1, 39, 40), (named.Created.Count, named.UnknownCount, named.Used));
    }

    /// <summary>The first attempt created it without an answer: "exists already" is about itself.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExistsAlready_AfterALostAnswer_KeepsTheSlot(bool isBeforeTheAnswer)
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.Inject(Fault.ConnectionReset().AfterApplying());
        setup.Simulator.Inject(CallbackFault.Lost);
        if (isBeforeTheAnswer)
        {
            setup.Simulator.Inject(CallbackFault.Early);
        }

        await setup.Client.AddAndConfirmAsync(Definition("TIER"));

        Assert.Equal(["TIER"], (await setup.Client.GetCapUsageAsync()).Created);
    }

    [Fact]
    public async Task ExistsAlready_BeforeTheAnswer_FreesTheSlotWithIt()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.RejectAttributes(2, static _ => true);
        setup.Simulator.Inject(CallbackFault.Early);

        await setup.Client.AddAttributeAsync(Definition("TIER"));

        Assert.Equal(0, (await setup.Client.GetCapUsageAsync()).Used);
    }

    [Fact]
    public async Task Outcome_ByATestToken_ChangesNothing()
    {
        await using var setup = await ConfirmSetup.StartAsync();

        await setup.PostAsync(CallbackOperation.AddAttribute, """{"attributeName":"TEST","isSuccess":true}""");
        await setup.PostAsync(CallbackOperation.AddAttribute, """{"attributeName":"TEST","isSuccess":false,"errorId":"1"}""");

        Assert.Equal(0, (await setup.Client.GetCapUsageAsync()).Used);
    }

    [Theory]
    [InlineData(CallbackFaultOf.Doubled)]
    [InlineData(CallbackFaultOf.Early)]
    public async Task Outcome_DoubledOrEarly_SettlesTheSlotOnce(CallbackFaultOf fault)
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxApiAttributes = 2);
        setup.Simulator.RejectAttributes(3, static name => name == "BAD");
        setup.Simulator.Inject(fault == CallbackFaultOf.Doubled ? CallbackFault.Doubled : CallbackFault.Early, FaultTrigger.Always);

        await setup.Client.AddAndConfirmAsync(Definition("GOOD"));
        await setup.Client.AddAndConfirmAsync(Definition("BAD"));
        await setup.Simulator.WhenSettledAsync();
        var usage = await setup.Client.GetCapUsageAsync();

        Assert.Equal(["GOOD"], usage.Created);
        Assert.Empty(usage.OnTheirWay);
    }

    [Fact]
    public async Task Ensure_WhereAnAttributeIsRejected_SaysSoAtOnce()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.RejectAttributes(4, static name => name == "BAD");

        var report = await setup.Client.EnsureAttributesAsync([Definition("BAD"), Definition("GOOD")]);

        Assert.Equal([(EnsureState.Rejected, AddErrorCode.DefaultDoesNotFit), (EnsureState.Created, (AddErrorCode?)null)], report.Entries.Select(static entry => (entry.State, entry.Error)));
        Assert.StartsWith("Attribute was not added, ", report.Entries[0].Message, StringComparison.Ordinal);
        Assert.False(report.IsReady);
        Assert.Equal(0, setup.OutstandingCount);
    }

    [Fact]
    public async Task Ensure_ThatSomebodyElseOutran_IsReadyAndTakesNoSlot()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.Inject(Fault.Status(503), FaultTrigger.Always.On(SimulatedCall.AddCustomerAttribute).Where(_ =>
        {
            // Between the look at the catalog and the Add.
            if (setup.Simulator.Attributes.Count == 0)
            {
                setup.Simulator.AddAttribute("TIER", "INT", SimulatedSource.Api);
            }

            return false;
        }));

        var report = await setup.Client.EnsureAttributesAsync([Definition("TIER")]);

        Assert.True(report.IsReady);
        await setup.Simulator.WhenSettledAsync();
        Assert.Equal(0, (await setup.Client.GetCapUsageAsync()).Used);
    }

    [Fact]
    public async Task Update_WhollyRejected_IsTakenBack()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.AddCustomer("42");
        await setup.Client.AddAndConfirmAsync(Definition("WHOLLY"));
        await setup.Client.AddAndConfirmAsync(Definition("PARTLY"));
        setup.Simulator.RejectValues("INVALID_VALUE", static (_, name) => name == "WHOLLY");

        await setup.Client.UpdateAndConfirmAsync(
        [
            new CustomerUpdate("42") { ["WHOLLY"] = 1, ["PARTLY"] = 1 },
            new CustomerUpdate("no such customer") { ["wholly"] = 1, ["PARTLY"] = 1 },
        ]);
        var statuses = await setup.Client.GetStatusesAsync();

        Assert.Equal([("WHOLLY", AttributeStatus.ApiStale, AttributeRecency.Never), ("PARTLY", AttributeStatus.ApiActive, AttributeRecency.Recent)], statuses.Select(static status => (status.RealFieldName, status.Status, status.Recency)));
    }

    /// <summary>No attempt had an answer, but the outcome came.</summary>
    [Fact]
    public async Task Update_WithoutAnAnswerButConfirmed_IsRecorded()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxRetryAttempts = 0);
        setup.Simulator.AddCustomer("42");
        await setup.Client.AddAndConfirmAsync(Definition("TIER"));
        setup.Simulator.Inject(Fault.ConnectionReset().AfterApplying());

        var confirmation = await setup.Client.UpdateAndConfirmAsync([new CustomerUpdate("42") { ["TIER"] = 1 }]);

        Assert.Null(confirmation.Receipt);
        Assert.Equal(AttributeStatus.ApiActive, Assert.Single(await setup.Client.GetStatusesAsync()).Status);
    }

    private static AttributeDefinition Definition(string name) => new(name, AttributeType.Int);

    public enum CallbackFaultOf
    {
        Doubled,
        Early,
    }
}
