using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Client.AspNetCore.Tests;

/// <summary>Callbacks delayed, lost, doubled, early, reordered and to another instance: each value ends in the state that the simulator gave it.</summary>
public sealed class ConfirmPropertyTests
{
    private const int Groups = 50;
    private const int CallsInAGroup = 10;
    private static readonly string[] Names = ["TIER", "SCORE", "CLOSED", "ODD", "NOPE"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Updates_OverEveryFaultOfCallbacks_EndInExactlyTheStateTheyWereGiven(int seed)
    {
        var random = new Random(seed);
        var isForAnother = Enumerable.Range(0, 20_000).Select(_ => random.Next(3) == 0).ToArray();
        await using var setup = await ConfirmSetup.StartAsync(isForAnotherInstance: number => isForAnother[number]);
        setup.Simulator.AddAttribute("TIER", "VARCHAR(6)");
        setup.Simulator.AddAttribute("SCORE", "INT");
        setup.Simulator.AddAttribute("CLOSED", "INT", isOpenForUpdates: false);
        setup.Simulator.AddAttribute("ODD", "INT");
        setup.Simulator.RejectValues("SOMETHING_NEW", static (_, name) => name == "ODD");
        var (lost, confirmed, rejected) = (0, 0, 0);
        for (var group = 0; group < Groups; group++)
        {
            setup.Simulator.ClearFaults();
            setup.Simulator.ClearRequests();
            var calls = Enumerable.Range(0, CallsInAGroup).Select(number => RandomCall(random, setup.Simulator, $"{seed}-{group}-{number}")).ToList();

            var confirmations = calls.ConvertAll(call => setup.Client.UpdateAndConfirmAsync(call.Updates));
            foreach (var confirmation in calls.Zip(confirmations).Where(static pair => !pair.First.IsLost).Select(static pair => pair.Second))
            {
                await confirmation;
            }

            await setup.AtTheDeadlineAsync(Task.WhenAll(confirmations));
            var truth = setup.Simulator.UpdateOutcomes.ToDictionary(static outcome => outcome.CallbackUrl!, StringComparer.Ordinal);
            foreach (var (call, task) in calls.Zip(confirmations))
            {
                var confirmation = await task;
                var given = truth.Values.Single(outcome => outcome.RequestId == confirmation.Receipt!.RequestId);
                var sent = call.Updates.Sum(static update => update.Attributes.Count);
                Assert.Equal(sent, confirmation.ConfirmedCount + confirmation.RejectedCount + confirmation.UnconfirmedCount);
                if (call.IsLost)
                {
                    Assert.Equal(sent, confirmation.UnconfirmedCount);
                    Assert.All(confirmation.Problems, static problem => Assert.Equal(UnconfirmedReason.NoCallback, problem.Reason));
                    lost++;
                    continue;
                }

                Assert.Equal((given.Applied, given.Errors.Count, 0), (confirmation.ConfirmedCount, confirmation.RejectedCount, confirmation.UnconfirmedCount));
                Assert.Equal(
                    given.Errors.Select(static error => (error.CustomerId, error.RealFieldName, error.Error)),
                    confirmation.Problems.Select(static problem => (problem.CustomerId, problem.RealFieldName, problem.Error.ToString()!)));
                confirmed += confirmation.ConfirmedCount;
                rejected += confirmation.RejectedCount;
            }
        }

        Assert.True(lost > 20 && confirmed > 200 && rejected > 200, $"{lost} calls lost, {confirmed} values confirmed, {rejected} rejected");
        Assert.Equal(0, setup.OutstandingCount);
    }

    private static (CustomerUpdate[] Updates, bool IsLost) RandomCall(Random random, OptimoveSimulator simulator, string id)
    {
        var updates = new CustomerUpdate[random.Next(1, 5)];
        for (var i = 0; i < updates.Length; i++)
        {
            var customerId = $"{id}-{i}";
            if (random.Next(4) > 0)
            {
                simulator.AddCustomer(customerId);
            }

            updates[i] = new CustomerUpdate(customerId);
            for (var values = random.Next(1, 5); values > 0; values--)
            {
                updates[i][Names[random.Next(Names.Length)]] = random.Next(1_000_000_000);
            }
        }

        var fault = random.Next(8) switch
        {
            0 => CallbackFault.Lost,
            1 => CallbackFault.Doubled,
            2 => CallbackFault.Early,
            3 or 4 => CallbackFault.Late(TimeSpan.FromSeconds(random.Next(1, 10))),
            _ => null,
        };
        if (fault is not null)
        {
            simulator.Inject(fault, FaultTrigger.Next().Where(request => request.BodyText.Contains($"\"{id}-0\"", StringComparison.Ordinal)));
        }

        return (updates, fault == CallbackFault.Lost);
    }
}
