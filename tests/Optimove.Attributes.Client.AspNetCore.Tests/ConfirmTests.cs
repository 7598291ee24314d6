using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Client.AspNetCore.Tests;

/// <summary>Calls that wait for their outcome, over real HTTP both ways.</summary>
public sealed class ConfirmTests
{
    [Fact]
    public async Task Add_ThatIsCreatedAMinuteLater_IsConfirmedThen()
    {
        await using var setup = await ConfirmSetup.StartAsync(creationDelay: TimeSpan.FromSeconds(20));

        var confirmation = await setup.Client.AddAndConfirmAsync(new AttributeDefinition("TIER", AttributeType.VarChar(10)));

        Assert.Equal(("TIER", DeliveryState.Confirmed), (confirmation.RealFieldName, confirmation.State));
        Assert.NotNull(confirmation.Receipt!.CallId);
        Assert.Equal(0, setup.OutstandingCount);
        setup.Simulator.ShouldHaveAttribute("TIER", "VARCHAR(10)");
    }

    [Fact]
    public async Task Add_ThatExists_IsRejectedWithItsCode()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.AddAttribute("TIER", "INT");

        var confirmation = await setup.Client.AddAndConfirmAsync(new AttributeDefinition("TIER", AttributeType.VarChar(10)));

        Assert.Equal((DeliveryState.Rejected, AddErrorCode.AlreadyExists), (confirmation.State, confirmation.Error));
        Assert.StartsWith("Attribute was not added, ", confirmation.Message, StringComparison.Ordinal);
        setup.Simulator.ShouldHaveReceived(SimulatedCall.GetCustomerAttributeList, times: 0);
    }

    /// <summary>The first attempt created it, and its answer and callback are lost: "exists already" is no failure then.</summary>
    [Fact]
    public async Task Add_ThatExistsAfterALostAnswer_IsLookedUpAndConfirmed()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.Inject(Fault.ConnectionReset().AfterApplying());
        setup.Simulator.Inject(CallbackFault.Lost);

        var confirmation = await setup.Client.AddAndConfirmAsync(new AttributeDefinition("TIER", AttributeType.VarChar(10)));

        Assert.Equal([null, 2], setup.Simulator.AddOutcomes.Select(static outcome => outcome.ErrorId));
        Assert.Equal((DeliveryState.Confirmed, null), (confirmation.State, confirmation.Error));
        setup.Simulator.ShouldHaveReceived(SimulatedCall.GetCustomerAttributeList);
    }

    [Fact]
    public async Task Add_ThatExistsAfterALostAnswerAndCannotBeLookedUp_IsUnclear()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxRetryAttempts = 1);
        setup.Simulator.Inject(Fault.Status(503).AfterApplying());
        setup.Simulator.Inject(CallbackFault.Lost);
        setup.Simulator.Inject(Fault.Status(500), FaultTrigger.Always.On(SimulatedCall.GetCustomerAttributeList));

        var confirmation = await setup.Client.AddAndConfirmAsync(new AttributeDefinition("TIER", AttributeType.Int));

        Assert.Equal((DeliveryState.Unconfirmed, UnconfirmedReason.UnclearOutcome), (confirmation.State, confirmation.Reason));
    }

    [Theory]
    [InlineData(false, DeliveryState.Unconfirmed, UnconfirmedReason.NoCallback)]
    [InlineData(true, DeliveryState.Confirmed, null)]
    public async Task Add_WhoseCallbackIsLost_EndsAtTheDeadline(bool looks, DeliveryState state, UnconfirmedReason? reason)
    {
        await using var setup = await ConfirmSetup.StartAsync(options => options.Callbacks.LooksAtDeadline = looks);
        setup.Simulator.Inject(CallbackFault.Lost);

        var confirmation = await setup.AtTheDeadlineAsync(setup.Client.AddAndConfirmAsync(new AttributeDefinition("TIER", AttributeType.Int)));

        Assert.Equal((state, reason), (confirmation.State, confirmation.Reason));
        Assert.Equal(0, setup.OutstandingCount);
    }

    [Fact]
    public async Task Add_WithACallbackUrlOfItsOwn_IsAccepted()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        var url = new Uri("http://127.0.0.1:9/own?secret=s");

        var confirmation = await setup.Client.AddAndConfirmAsync(new AttributeDefinition("TIER", AttributeType.Int) { CallbackUrl = url });

        Assert.Equal(DeliveryState.Accepted, confirmation.State);
        Assert.Null(confirmation.Receipt!.CallId);
        Assert.Equal(url.AbsoluteUri, Assert.Single(setup.Simulator.AddOutcomes).CallbackUrl);
    }

    [Fact]
    public async Task Confirm_WithoutAPublicAddress_IsRefusedBeforeSending()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.Callbacks.PublicAddress = null);

        var add = await Assert.ThrowsAsync<OptimoveValidationException>(() => setup.Client.AddAndConfirmAsync(new AttributeDefinition("TIER", AttributeType.Int)));
        await Assert.ThrowsAsync<OptimoveValidationException>(() => setup.Client.UpdateAndConfirmAsync([new CustomerUpdate("42") { ["TIER"] = 1 }]));

        Assert.Contains("Callbacks.PublicAddress is not set", add.Message, StringComparison.Ordinal);
        setup.Simulator.ShouldHaveReceivedNothing();
    }

    [Fact]
    public async Task PlainCalls_WithAPublicAddress_AskForTheOutcomeAndNameItsId()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.AddCustomer("42");

        var add = await setup.Client.AddAttributeAsync(new AttributeDefinition("TIER", AttributeType.Int));
        var update = await setup.Client.UpdateAttributesAsync([new CustomerUpdate("42") { ["TIER"] = 1 }]);
        await setup.Simulator.WhenSettledAsync();

        Assert.Equal([204, 204], setup.Simulator.Callbacks.Select(static callback => callback.StatusCode));
        Assert.Matches("^[A-Za-z0-9_-]{24}$", add.CallId!);
        Assert.NotEqual(add.CallId, update.CallId);
        Assert.Equal(0, setup.OutstandingCount);
    }

    [Fact]
    public async Task Update_WithValuesBadInEveryWay_NamesExactlyThose()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.AddCustomer("42");
        setup.Simulator.AddAttribute("TIER", "VARCHAR(6)");
        setup.Simulator.AddAttribute("CLOSED", "INT", isOpenForUpdates: false);
        setup.Simulator.AddAttribute("ODD", "INT");
        setup.Simulator.RejectValues("SOMETHING_NEW", static (_, name) => name == "ODD");

        var confirmation = await setup.Client.UpdateAndConfirmAsync(
        [
            new CustomerUpdate("42") { ["TIER"] = "Gold", ["CLOSED"] = 1, ["ODD"] = 1, ["NOPE"] = 1 },
            new CustomerUpdate("43") { ["TIER"] = "Gold" },
        ]);

        Assert.Equal((1, 4, 0), (confirmation.ConfirmedCount, confirmation.RejectedCount, confirmation.UnconfirmedCount));
        Assert.Equal(
            ["0 42 CLOSED UPDATE_FIELD_TEMPORARY_UNAVAILABLE", "0 42 ODD SOMETHING_NEW", "0 42 NOPE INVALID_FIELD", "1 43 TIER INVALID_CUSTOMER"],
            confirmation.Problems.Select(static problem => $"{problem.Position} {problem.CustomerId} {problem.RealFieldName} {problem.Error}"));
        Assert.Equal(confirmation.CallId, confirmation.Receipt!.CallId);
    }

    [Fact]
    public async Task Update_WhoseAnswersAreAllLost_IsToldByItsCallback()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxRetryAttempts = 0);
        setup.Simulator.AddCustomer("42");
        setup.Simulator.AddAttribute("TIER", "VARCHAR(6)");
        setup.Simulator.Inject(Fault.ConnectionReset().AfterApplying());

        var confirmation = await setup.Client.UpdateAndConfirmAsync([new CustomerUpdate("42") { ["TIER"] = "Gold" }]);

        Assert.Equal((1, 0, 0), (confirmation.ConfirmedCount, confirmation.RejectedCount, confirmation.UnconfirmedCount));
        Assert.Null(confirmation.Receipt);
    }

    [Fact]
    public async Task Update_ThatNobodyAnswers_IsUnconfirmedAtTheDeadline()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.MaxRetryAttempts = 0);
        setup.Simulator.Inject(Fault.ConnectionReset());

        var confirmation = await setup.AtTheDeadlineAsync(setup.Client.UpdateAndConfirmAsync([new CustomerUpdate("42") { ["TIER"] = "Gold" }]));

        Assert.Equal((0, 0, 1), (confirmation.ConfirmedCount, confirmation.RejectedCount, confirmation.UnconfirmedCount));
        Assert.Equal(UnconfirmedReason.NoAnswer, Assert.Single(confirmation.Problems).Reason);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    public async Task Update_ThatIsRefused_ThrowsAtOnce(int status)
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.Inject(Fault.Status(status));

        var refused = await Assert.ThrowsAnyAsync<OptimoveApiException>(() => setup.Client.UpdateAndConfirmAsync([new CustomerUpdate("42") { ["TIER"] = 1 }]));

        Assert.False(refused.MayHaveArrived);
        Assert.Equal(0, setup.OutstandingCount);
    }

    [Fact]
    public async Task Update_WhereNobodyListens_ThrowsAtOnce()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.BaseAddress = new Uri("http://127.0.0.1:9/"));

        var nobody = await Assert.ThrowsAsync<OptimoveTransportException>(() => setup.Client.UpdateAndConfirmAsync([new CustomerUpdate("42") { ["TIER"] = 1 }]));

        Assert.False(nobody.MayHaveArrived);
    }

    [Fact]
    public async Task Update_WhoseCallbackIsLost_IsLookedAtByType()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.Callbacks.LooksAtDeadline = true);
        setup.Simulator.AddCustomer("42");
        setup.Simulator.AddAttribute("SEEN", "DATE");
        setup.Simulator.AddAttribute("PRICE", "DECIMAL(19,4)");
        setup.Simulator.AddAttribute("OLD", "INT");
        setup.Simulator.Inject(CallbackFault.Lost);

        var confirmation = await setup.AtTheDeadlineAsync(setup.Client.UpdateAndConfirmAsync(
        [
            new CustomerUpdate("42") { ["SEEN"] = new DateOnly(2026, 11, 23), ["PRICE"] = 1.5m, ["OLD"] = AttributeValue.Clear, ["NOPE"] = 1 },
            new CustomerUpdate("nobody") { ["SEEN"] = new DateOnly(2026, 11, 23) },
        ]));

        Assert.Equal(3, confirmation.ConfirmedCount);
        Assert.Equal(["NOPE", "SEEN"], confirmation.Problems.Select(static problem => problem.RealFieldName));
        Assert.All(confirmation.Problems, static problem => Assert.Equal(UnconfirmedReason.NoCallback, problem.Reason));
    }

    [Fact]
    public async Task Update_OfElevenCustomersWhoseCallbackIsLost_IsNotLookedAt()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.Callbacks.LooksAtDeadline = true);
        setup.Simulator.Inject(CallbackFault.Lost);

        var confirmation = await setup.AtTheDeadlineAsync(
            setup.Client.UpdateAndConfirmAsync([.. Enumerable.Range(0, 11).Select(static i => new CustomerUpdate($"c{i}") { ["TIER"] = 1 })]));

        Assert.Equal(11, confirmation.UnconfirmedCount);
        setup.Simulator.ShouldHaveReceived(SimulatedCall.GetCustomerAttributes, times: 0);
    }

    [Fact]
    public async Task Update_ThatWaits_HoldsIdsAndNamesAndNoValues()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.Inject(CallbackFault.Lost);
        var (update, value) = Start(setup);
        await setup.Simulator.WhenSettledAsync();

        for (var i = 0; i < 100 && value.IsAlive; i++)
        {
            await Task.Delay(10);
            GC.Collect();
        }

        Assert.False(value.IsAlive);
        Assert.False(update.IsCompleted);
        var problem = Assert.Single((await setup.AtTheDeadlineAsync(update)).Problems);
        Assert.Equal(("42", "TIER"), (problem.CustomerId, problem.RealFieldName));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static (Task<UpdateConfirmation> Update, WeakReference Value) Start(ConfirmSetup setup)
        {
            var value = new string('x', 10);
            return (setup.Client.UpdateAndConfirmAsync([new CustomerUpdate("42") { ["TIER"] = value }]), new WeakReference(value));
        }
    }

    [Fact]
    public async Task Confirm_CancelledWhileItWaits_EndsAsThatAndIsForgotten()
    {
        await using var setup = await ConfirmSetup.StartAsync();
        setup.Simulator.Inject(CallbackFault.Lost);
        using var cancellation = new CancellationTokenSource();
        var update = setup.Client.UpdateAndConfirmAsync([new CustomerUpdate("42") { ["TIER"] = 1 }], cancellation.Token);
        await setup.Simulator.WhenSettledAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => update);
        Assert.Equal(0, setup.OutstandingCount);
    }

    /// <summary>The vendor's word counts more than what is seen: the old value may be the same, or the new one not yet there.</summary>
    [Fact]
    public async Task Update_WhoseOutcomeComesWhileItLooks_EndsAsTheOutcomeSays()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.Callbacks.LooksAtDeadline = true);
        setup.Simulator.AddCustomer("42");
        setup.Simulator.AddAttribute("TIER", "INT");
        setup.Simulator.Inject(CallbackFault.Lost);
        setup.PostWhile(
            SimulatedCall.GetCustomerAttributes,
            () => setup.Simulator.UpdateOutcomes[0].CallbackUrl!,
            """{"isSuccess":false,"errors":[{"error":"INVALID_VALUE","customerId":"42","realFieldName":"TIER"}],"requestId":"1"}""");

        var confirmation = await setup.AtTheDeadlineAsync(setup.Client.UpdateAndConfirmAsync([new CustomerUpdate("42") { ["TIER"] = 1 }]));

        Assert.Equal(UpdateErrorCode.InvalidValue, Assert.Single(confirmation.Problems).Error);
    }

    [Fact]
    public async Task Add_WhoseOutcomeComesWhileItLooks_EndsAsTheOutcomeSays()
    {
        await using var setup = await ConfirmSetup.StartAsync(static options => options.Callbacks.LooksAtDeadline = true);
        setup.Simulator.RejectAttributes(5, static _ => true);
        setup.Simulator.Inject(CallbackFault.Lost);
        setup.PostWhile(
            SimulatedCall.GetCustomerAttributeList,
            () => setup.Simulator.AddOutcomes[0].CallbackUrl!,
            """{"attributeName":"TIER","isSuccess":false,"errorId":"5"}""");

        var confirmation = await setup.AtTheDeadlineAsync(setup.Client.AddAndConfirmAsync(new AttributeDefinition("TIER", AttributeType.Int)));

        Assert.Equal((DeliveryState.Rejected, AddErrorCode.General), (confirmation.State, confirmation.Error));
    }
}
