using System.Net;
using Optimove.Attributes.Client.Tests.Bulk.Simulation;

namespace Optimove.Attributes.Client.Tests.Bulk;

/// <summary>How full calls are where customers come again, and how much is held meanwhile.</summary>
[Collection(SimulatedTime.Name)]
public sealed class BatchFillTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void CustomersWhoComeAgain_LeaveCallsFull()
    {
        // The second and third thousand wait for the call before them, and are merged meanwhile; the others need not wait for them.
        using var server = new StubServer(static _ => StubServer.Taken());
        var updates = Inputs.Customers(1000).Concat(Inputs.Customers(1000)).Concat(Inputs.Customers(999)).Concat(Inputs.Customers(6000).Skip(1000));

        var report = server.UpdateMany(updates);

        Assert.Equal((7, 7999, 999), (report.Calls, report.Counts.Accepted, report.ReplacedCount));
        Assert.All(server.Calls, static call => Assert.Equal(1000, call.Customers.Count()));
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(20_000)]
    [InlineData(60_000)]
    public void RepeatsAtRandom_TakeHardlyMoreCallsThanChunks(int customers)
    {
        using var server = new StubServer(static _ => StubServer.Taken());
        var random = new Random(customers);

        var report = server.UpdateMany(Enumerable.Range(0, 100_000).Select(number => new CustomerUpdate("c" + random.Next(customers)) { ["SCORE"] = number }));

        // A hundred chunks of a thousand, with what is merged on one side and what can't fill the last calls on the other.
        Assert.InRange(report.Calls, 1, 120);
        Assert.Equal(100_000, report.Counts.Accepted);
    }

    [Fact]
    public void FewCustomersOverAndOver_LeaveBeforeTheInputIsOver()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 10);
        var callsAtTheEnd = 0;
        var last = new Dictionary<string, string>();

        var report = server.UpdateMany(Enumerable.Range(0, 50_000).Select(number =>
        {
            callsAtTheEnd = server.Calls.Count;
            last["c" + (number % 9)] = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return new CustomerUpdate("c" + (number % 9)) { ["SCORE"] = number };
        }));

        // After a thousand updates that were merged, what there is leaves.
        Assert.InRange(callsAtTheEnd, 20, 50);
        Assert.InRange(report.Calls, 20, 51);
        Assert.Equal((50_000, 50_000 - (9 * report.Calls)), (report.Counts.Accepted, report.ReplacedCount));
        Assert.Equal(last, server.Calls.SelectMany(static call => call.Values).GroupBy(static value => value.Customer).ToDictionary(static values => values.Key, static values => values.Last().Value!));
    }

    [Fact]
    public void ValuesOfOneCustomer_AreNotReadWithoutEnd()
    {
        // Each update is of another attribute; a call takes one of them, in 5 seconds, and nothing is answered meanwhile.
        using var server = new StubServer(static _ => StubServer.Taken(), static options => (options.MaxCustomersPerCall, options.MaxAttributesPerCustomer) = (2, 1), 5 * Second);
        var readInTime = 0;

        var report = server.UpdateMany(Enumerable.Range(0, 200).Select(number =>
        {
            readInTime += server.Now < 4 * Second ? 1 : 0;
            return new CustomerUpdate("c") { ["A" + number] = number };
        }));

        // Twenty calls' worth.
        Assert.InRange(readInTime, 1, 41);
        Assert.Equal((200, 200), (report.Calls, report.Counts.Accepted));
    }

    [Fact]
    public void NarrowCustomer_IsNotPassedOverForEver()
    {
        // Two customers have more and more to be sent.
        using var server = new StubServer(static _ => StubServer.Taken(), static options => (options.MaxCustomersPerCall, options.MaxAttributesPerCustomer) = (2, 1));
        var wide = Enumerable.Range(0, 600).Select(static number => new CustomerUpdate("wide" + (number % 2)) { ["A" + number] = 1, ["B" + number] = 2 });

        server.UpdateMany(wide.Take(9).Append(new CustomerUpdate("narrow") { ["A"] = 1 }).Concat(wide.Skip(9)), new() { MaxConcurrentCalls = 1 });

        Assert.InRange(server.Calls.Single(static call => call.Customers.Contains("narrow")).Number, 1, 30);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(25)]
    public void CustomersTooWideForTheRoom_StillFillCallsAtOnce(int width)
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options =>
        {
            (options.MaxCustomersPerCall, options.MaxAttributesPerCustomer) = (2, 1);
            options.RateLimits = [new(100_000, Second)];
        }, 2 * Second);
        var updates = Enumerable.Range(0, 20).Select(number =>
        {
            var update = new CustomerUpdate("c" + number);
            for (var i = 0; i < width; i++)
            {
                update["A" + i] = i;
            }

            return update;
        });

        var report = server.UpdateMany(updates, new() { MaxConcurrentCalls = 10 });

        // Each call takes two seconds, and ten may be under way.
        Assert.Equal(10 * width, report.Calls);
        Assert.InRange(server.Now.TotalSeconds, report.Calls / 10.0 * 2, (report.Calls / 10.0 * 2 * 1.5) + 10);
    }

    [Fact]
    public void CustomersWhoWait_LeaveAtOnceWithWhatNeedNotWait()
    {
        // The first attempt is lost, so that newer values of A wait a minute; the input goes on and on.
        using var server = new StubServer(static call => call.Number == 1 ? StubServer.Status(HttpStatusCode.InternalServerError) : StubServer.Taken(), static options => options.MaxCustomersPerCall = 2);

        server.Run(() => server.Client.UpdateManyAsync(ReadAsync()));

        Assert.InRange(server.Calls.Single(static call => call.Values.Any(static value => value.Name == "B")).At, Second, 10 * Second);

        async IAsyncEnumerable<CustomerUpdate> ReadAsync()
        {
            yield return new CustomerUpdate("c0") { ["A"] = 1 };
            yield return new CustomerUpdate("c1") { ["A"] = 1 };
            await Task.Delay(5 * Second, server.Clock);
            yield return new CustomerUpdate("c0") { ["A"] = 2 };
            yield return new CustomerUpdate("c1") { ["A"] = 2 };
            await Task.Delay(Second, server.Clock);
            yield return new CustomerUpdate("c0") { ["B"] = 2 };
            yield return new CustomerUpdate("c1") { ["B"] = 2 };
            await Task.Delay(600 * Second, server.Clock);
        }
    }

    [Fact]
    public void InvalidUpdates_AreReportedAThousandAtATime()
    {
        using var server = new StubServer(static _ => StubServer.Taken());

        var outcomes = server.Run(() => new BulkUpdater(server.Client).SendAsync(Enumerable.Range(0, 10_500).Select(static _ => new CustomerUpdate(" ") { ["SCORE"] = 1 }).ToStream()).CollectAsync());

        Assert.Equal([.. Enumerable.Repeat(1000, 10), 500], outcomes.Select(static outcome => outcome.Problems.Count));
        Assert.Equal(10_500, outcomes[^1].InputPosition);
    }

    [Fact]
    public void CallsThatAwaitTheirOutcome_AreAThousandAtTheMost()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options =>
        {
            options.MaxCustomersPerCall = 1;
            options.RateLimits = [new(100_000, Second)];
            options.Callbacks.PublicAddress = new Uri("https://crm.example.com/callbacks");
            options.Callbacks.Secrets = ["a secret of more than 32 characters"];
        });
        var callsInTime = 0;

        var report = server.UpdateMany(Inputs.Customers(1500).Select(update =>
        {
            callsInTime = server.Now < TimeSpan.FromMinutes(1.9) ? server.Calls.Count : callsInTime;
            return update;
        }));

        Assert.InRange(callsInTime, 900, 1050);
        Assert.Equal((1500, 1500), (server.Calls.Count, report.Counts.Unconfirmed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ValuesOfCallsThatAwaitTheirOutcome_AreLetGo(bool isFirstAttemptLost)
    {
        using var server = new StubServer(call => isFirstAttemptLost && call.Number == 1 ? StubServer.Status(HttpStatusCode.InternalServerError) : StubServer.Taken(), static options =>
        {
            options.Callbacks.PublicAddress = new Uri("https://crm.example.com/callbacks");
            options.Callbacks.Secrets = ["a secret of more than 32 characters"];
        });
        var values = new List<WeakReference>();

        server.Run(async () =>
        {
            var run = server.Client.UpdateManyAsync(CreateUpdates());
            await Task.Delay(30 * Second, server.Clock);
            GC.Collect();

            // The input has the last one.
            Assert.InRange(values.Count(static value => value.IsAlive), 0, 1);
            return await run;
        });

        Assert.Equal(isFirstAttemptLost ? 2 : 1, server.Calls.Count);
        Assert.All(server.Calls, static call => Assert.Equal(40, call.Customers.Count()));

        // Of ten customers two updates are merged, the others leave as they came.
        IEnumerable<CustomerUpdate> CreateUpdates()
        {
            for (var number = 0; number < 50; number++)
            {
                var text = new string('x', 10 + number);
                values.Add(new WeakReference(text));
                yield return new CustomerUpdate("c" + (number % 40)) { [number < 40 ? "A" : "B"] = text };
            }
        }
    }

    [Fact]
    public void BatchThatIsTooLargeAndHasBadCustomersToo_KeepsTheBudget()
    {
        using var server = new StubServer(static call => call.Customers.Count() > 500 ? StubServer.Status(HttpStatusCode.RequestEntityTooLarge)
            : call.Customers.Any(static id => id[^1] % 2 == 1) ? StubServer.Status(HttpStatusCode.BadRequest) : StubServer.Taken());

        var report = server.UpdateMany(Inputs.Customers(1000));

        Assert.InRange(report.Calls, 2, 50);
        Assert.Equal(1000, report.Counts.Total);
    }

    [Fact]
    public void ServerThatTakesFiftyCustomersAtATime_GetsThemAll()
    {
        using var server = new StubServer(static call => call.Customers.Count() > 50 ? StubServer.Status(HttpStatusCode.RequestEntityTooLarge) : StubServer.Taken());

        var report = server.UpdateMany(Inputs.Customers(3000));

        Assert.True(report.IsDelivered);
        Assert.Equal(3000, server.Calls.Where(static call => call.Customers.Count() <= 50).SelectMany(static call => call.Customers).Distinct().Count());
    }
}
