using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Client.AspNetCore.Tests;

/// <summary>Bulk with callbacks over real HTTP, to a real server and back.</summary>
public sealed class BulkConfirmTests
{
    private const int Customers = 2500;

    [Fact]
    public async Task EveryValue_EndsAsConfirmedOrAsRejectedWithItsCode()
    {
        await using var setup = await StartAsync();
        setup.Simulator.RejectValues("INVALID_VALUE", static (customer, _) => customer == "c1234");
        var updates = CreateUpdates().Select(static (update, number) => number == 77 ? new CustomerUpdate(update.CustomerId) { ["SCORE"] = 77, ["UNKNOWN"] = 1 } : update);

        var report = await setup.Client.UpdateManyAsync(updates);

        Assert.Null(report.EndedBy);
        Assert.Equal(new DeliveryCounts(Customers - 1, 0, 2, 0, 0), report.Counts);
        Assert.Equal(
            [(77, "c77", "UNKNOWN", UpdateErrorCode.InvalidField), (1234, "c1234", "SCORE", UpdateErrorCode.InvalidValue)],
            report.Problems.OrderBy(static problem => problem.Position).Select(static problem => ((int)problem.Position, problem.CustomerId, problem.RealFieldName, problem.Error!.Value)));
        Assert.Equal((3, Customers), (report.Calls, report.InputPosition));
        Assert.Equal(0, setup.OutstandingCount);
    }

    [Fact]
    public async Task RejectedValues_HaveTheirPlaceInTheInput_WhereUpdatesWereMergedAndSplit()
    {
        await using var setup = await StartAsync(static options => options.MaxAttributesPerCustomer = 2);
        setup.Simulator.RejectValues("INVALID_VALUE", static (_, name) => name is "B" or "D");
        CustomerUpdate[] updates =
        [
            new("c1") { ["A"] = "1", ["B"] = "2", ["C"] = "3" },
            new("c2") { ["A"] = "4" },
            new("c1") { ["a"] = "5", ["D"] = "6" },
            new("c1") { ["B"] = "7" },
        ];
        foreach (var name in "ABCD")
        {
            setup.Simulator.AddAttribute(name.ToString(), "VARCHAR(10)");
        }

        var report = await setup.Client.UpdateManyAsync(updates);

        // The newer B stands for the older one.
        Assert.Equal([(2L, "D", 1), (3L, "B", 2)], report.Problems.OrderBy(static problem => problem.Position).Select(static problem => (problem.Position, problem.RealFieldName, problem.ValueCount)));
        Assert.Equal((new DeliveryCounts(4, 0, 3, 0, 0), 2), (report.Counts, report.ReplacedCount));
        Assert.Equal(("5", "3", "4"), (setup.Simulator.GetValue("c1", "A"), setup.Simulator.GetValue("c1", "C"), setup.Simulator.GetValue("c2", "A")));
    }

    [Fact]
    public async Task CallbackThatIsLost_LeavesItsCallUnconfirmed_AtTheDeadline()
    {
        await using var setup = await StartAsync();
        setup.Simulator.Inject(CallbackFault.Lost, FaultTrigger.Nth(2));

        var update = setup.Client.UpdateManyAsync(CreateUpdates());
        while (setup.Simulator.Requests.Count < 3)
        {
            await Task.Delay(1);
        }

        var report = await setup.AtTheDeadlineAsync(update);

        Assert.Null(report.EndedBy);
        var group = Assert.Single(report.ProblemGroups);
        Assert.Equal((DeliveryState.Unconfirmed, UnconfirmedReason.NoCallback), (group.State, group.Reason!.Value));
        Assert.Equal(Customers, report.Counts.Confirmed + report.Counts.Unconfirmed);
        Assert.Contains(report.Counts.Unconfirmed, new long[] { 500, 1000 });
        Assert.Equal(0, setup.OutstandingCount);
    }

    [Fact]
    public async Task AnswerThatIsLost_IsMadeGoodByTheCallback()
    {
        // The call was applied, its answer broke, and no retry follows.
        await using var setup = await StartAsync(static options => options.MaxRetryAttempts = 0);
        setup.Simulator.Inject(Fault.ConnectionReset().AfterApplying(), FaultTrigger.Nth(2).On(SimulatedCall.UpdateCustomerAttributes));

        var report = await setup.Client.UpdateManyAsync(CreateUpdates());

        Assert.True(report.IsDelivered);
        Assert.Equal(Customers, report.Counts.Confirmed);
    }

    [Fact]
    public async Task Cancellation_WhileOutcomesAreAwaited_EndsTheWait()
    {
        await using var setup = await StartAsync();
        setup.Simulator.Inject(CallbackFault.Lost, FaultTrigger.Always);
        using var cancel = new CancellationTokenSource();
        var progress = new CancelOnceAllIsTaken(cancel);

        var report = await setup.Client.UpdateManyAsync(CreateUpdates(), progress, cancellationToken: cancel.Token);

        Assert.IsAssignableFrom<OperationCanceledException>(report.EndedBy);
        Assert.Equal(new DeliveryCounts(0, 0, 0, Customers, 0), report.Counts);
        Assert.Equal(UnconfirmedReason.NoCallback, Assert.Single(report.ProblemGroups).Reason);
        Assert.Equal(0, setup.OutstandingCount);
    }

    private static async Task<ConfirmSetup> StartAsync(Action<OptimoveAttributesOptions>? configure = null)
    {
        var setup = await ConfirmSetup.StartAsync(options =>
        {
            options.RateLimits = [new(10_000, TimeSpan.FromSeconds(1))];
            configure?.Invoke(options);
        });
        setup.Simulator.AddAttribute("SCORE", "INT");
        for (var number = 0; number < Customers; number++)
        {
            setup.Simulator.AddCustomer("c" + number);
        }

        return setup;
    }

    private static IEnumerable<CustomerUpdate> CreateUpdates() => Enumerable.Range(0, Customers).Select(static number => new CustomerUpdate("c" + number) { ["SCORE"] = number });

    private sealed class CancelOnceAllIsTaken(CancellationTokenSource cancel) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value)
        {
            if (value is { CallsAwaitingOutcome: 3, UpdatesRead: Customers })
            {
                cancel.Cancel();
            }
        }
    }
}
