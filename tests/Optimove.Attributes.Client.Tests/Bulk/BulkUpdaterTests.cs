using System.Runtime.CompilerServices;
using Optimove.Attributes.Client.Tests.Bulk.Simulation;

namespace Optimove.Attributes.Client.Tests.Bulk;

[Collection(SimulatedTime.Name)]
public sealed class BulkUpdaterTests : IDisposable
{
    private readonly StubServer _server = new(static _ => StubServer.Taken());

    [Fact]
    public void NoInput_MakesNoCall()
    {
        var report = _server.UpdateMany([]);

        Assert.Empty(_server.Calls);
        Assert.True(report.IsDelivered);
        Assert.Equal((0, 0, default), (report.UpdatesRead, report.InputPosition, report.Counts));
    }

    [Fact]
    public void FewerThanACall_LeaveAtTheEnd()
    {
        var report = _server.UpdateMany(Inputs.Customers(1001));

        Assert.Equal([1000, 1], _server.Calls.Select(static call => call.Customers.Count()));
        Assert.Equal((1001, 2), (report.Counts.Accepted, report.Calls));
    }

    [Fact]
    public void FirstRun_BeginsWithOneCallAlone_AndTheNextDoesNot()
    {
        var (first, second) = (_server.UpdateMany(Inputs.Customers(5000)), _server.UpdateMany(Inputs.Customers(5000)));

        Assert.Equal((5, 5), (first.Calls, second.Calls));
        Assert.Equal([1, 4, 5], _server.Calls.GroupBy(static call => call.At).Select(static calls => calls.Count()));
    }

    [Fact]
    public void WideCustomers_FillTheirCalls()
    {
        // 7,043 customers with 20 attributes are 14,086 parts of 10.
        var report = _server.UpdateMany(Enumerable.Range(0, 7043).Select(static number => Wide(number, 20)));

        Assert.Equal([86, .. Enumerable.Repeat(1000, 14)], _server.Calls.Select(static call => call.Customers.Count()).Order());
        Assert.All(_server.Calls, static call => Assert.All(call.Values.GroupBy(static value => value.Customer), static customer => Assert.Equal(10, customer.Count())));
        Assert.Equal(140_860, report.Counts.Accepted);
        Assert.Equal(140_860, _server.Calls.SelectMany(static call => call.Values).Distinct().Count());
    }

    [Fact]
    public void Repeats_LeaveOnceWithTheLastValue_AndAreAllCounted()
    {
        CustomerUpdate[] updates =
        [
            new("42") { ["VIP_LEVEL"] = "Silver", ["SCORE"] = 1 },
            new("43") { ["SCORE"] = 5 },
            new("42") { ["vip_level"] = "Gold" },
        ];

        var report = _server.UpdateMany(updates);

        Assert.Equal(
            [("42", "SCORE", "1"), ("42", "vip_level", "Gold"), ("43", "SCORE", "5")],
            Assert.Single(_server.Calls).Values.OrderBy(static value => value.Customer).ThenBy(static value => value.Name, StringComparer.Ordinal));
        Assert.Equal((4, 1), (report.Counts.Accepted, report.ReplacedCount));
    }

    [Fact]
    public void RepeatOfWhatIsInACall_WaitsForTheAnswer()
    {
        // The first call shows that the server takes some, and several may be under way. The second is full without the repeat, and its answer takes five seconds.
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 2, TimeSpan.FromSeconds(5));
        CustomerUpdate[] updates =
        [
            new("3") { ["A"] = "first" }, new("4") { ["A"] = "first" },
            new("1") { ["A"] = "old" }, new("2") { ["A"] = "old" },
            new("1") { ["A"] = "new" }, new("1") { ["B"] = "new" }, new("5") { ["A"] = "other" },
        ];

        var report = server.UpdateMany(updates);

        var older = server.Calls.Single(static call => call.Values.Contains(("1", "A", "old")));
        var newer = server.Calls.Single(static call => call.Values.Contains(("1", "A", "new")));
        Assert.True(newer.At >= older.At + TimeSpan.FromSeconds(5));
        Assert.Equal(older.At, server.Calls.Single(static call => call.Values.Contains(("5", "A", "other"))).At);
        Assert.Equal(7, report.Counts.Accepted);
    }

    [Fact]
    public void WhatCannotBeRight_IsNamedAndLeftOut_AndTheRestIsSent()
    {
        CustomerUpdate[] updates =
        [
            new("1") { ["SCORE"] = 1 },
            null!,
            new(" ") { ["SCORE"] = 2, ["LEVEL"] = "Gold" },
            new("4"),
            new("5") { ["A;B"] = 3 },
            new("6") { ["SCORE"] = 4 },
        ];

        var outcomes = _server.Run(() => new BulkUpdater(_server.Client).SendAsync(updates.ToStream()).CollectAsync());

        Assert.Equal([("1", "SCORE", "1"), ("6", "SCORE", "4")], Assert.Single(_server.Calls).Values);
        var invalid = Assert.Single(outcomes, static outcome => outcome.Exception is not null);
        Assert.Equal([1, 2, 4], Assert.IsType<OptimoveValidationException>(invalid.Exception).Violations.Select(static violation => violation.Position));
        Assert.Equal(new DeliveryCounts(0, 0, 0, 0, 3), invalid.Counts);
        Assert.All(invalid.Problems, static problem => Assert.Equal(NotSentReason.Invalid, problem.NotSentReason));
        Assert.Equal([(2, "SCORE"), (2, "LEVEL"), (4, "A;B")], invalid.Problems.Select(static problem => ((int)problem.Position, problem.RealFieldName)));
        Assert.Equal([updates[2], updates[4]], invalid.Undelivered);
        Assert.Equal(6, outcomes[^1].InputPosition);
    }

    [Fact]
    public void NamesThatTakeTurnsAtAPlace_ArriveAsTheyAre()
    {
        string[][] names = [["A", "B"], ["B", "A"], ["Größe", "A \"b\""], ["A", "B"], ["a", "\u4e2d"], ["A \"b\"", "Größe"]];
        var updates = names.Select(static (pair, number) => new CustomerUpdate("c" + number) { [pair[0]] = 1, [pair[1]] = 2 });

        _server.UpdateMany(updates);

        Assert.Equal(names.SelectMany(static pair => pair), Assert.Single(_server.Calls).Values.Select(static value => value.Name));
    }

    [Fact]
    public void Updates_AreFrozenOnceRead()
    {
        CustomerUpdate[] updates = [.. Inputs.Customers(3)];

        _server.UpdateMany(updates);

        Assert.All(updates, static update => Assert.Throws<InvalidOperationException>(() => update["SCORE"] = 2));
    }

    [Fact]
    public void Cancellation_StopsWithinAnAttempt_AndAccountsForAll()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), takes: TimeSpan.FromSeconds(20));
        using var cancel = new CancellationTokenSource();
        using var timer = server.Clock.CreateTimer(_ => cancel.Cancel(), null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);

        var report = server.UpdateMany(Inputs.Customers(1_000_000), cancellationToken: cancel.Token);

        var exception = Assert.IsType<OperationCanceledException>(report.EndedBy);
        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.InRange(report.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
        Assert.Equal(report.UpdatesRead, report.Counts.Total);
        Assert.Equal((1000, UnconfirmedReason.NoAnswer), (report.Counts.Accepted, report.ProblemGroups.Single(static group => group.State == DeliveryState.Unconfirmed).Reason));
        Assert.Equal(NotSentReason.Cancelled, report.ProblemGroups.Single(static group => group.State == DeliveryState.NotSent).NotSentReason);

        // Those whose call was under way may be there; of those that waited for a permit no byte left.
        Assert.Equal((server.Calls.Count - 1) * 1000, report.Counts.Unconfirmed);
    }

    [Fact]
    public void CancelledToken_IsThrownAfterTheOutcomes()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var outcomes = new List<BatchOutcome>();

        var exception = Assert.ThrowsAny<OperationCanceledException>(() => _server.Run(async () =>
        {
            await foreach (var outcome in new BulkUpdater(_server.Client).SendAsync(Inputs.Customers(10).ToStream(), cancellationToken: cancel.Token))
            {
                outcomes.Add(outcome);
            }

            return outcomes;
        }));

        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.Empty(_server.Calls);
        Assert.All(outcomes, static outcome => Assert.Equal(outcome.Counts.Total, outcome.Counts.NotSent));
    }

    [Fact]
    public void JobThatGoesOnWhereItWasCancelled_LeavesNothingOut()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), takes: TimeSpan.FromSeconds(20));
        using var cancel = new CancellationTokenSource();
        using var timer = server.Clock.CreateTimer(_ => cancel.Cancel(), null, TimeSpan.FromSeconds(50), Timeout.InfiniteTimeSpan);
        var cancelled = server.UpdateMany(Inputs.Customers(100_000), cancellationToken: cancel.Token);

        var report = server.UpdateMany(Inputs.Customers(100_000).Skip((int)cancelled.InputPosition));

        Assert.InRange(cancelled.InputPosition, 1000, cancelled.UpdatesRead - 1000);
        Assert.True(report.IsDelivered);
        Assert.Equal(100_000, report.InputPosition + cancelled.InputPosition);
        Assert.Equal(100_000, server.Calls.SelectMany(static call => call.Customers).Distinct().Count());
    }

    [Fact]
    public void InputThatYieldsWhileTheRunEnds_IsAccountedFor()
    {
        // It does not heed its token.
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 1);
        using var cancel = new CancellationTokenSource();
        using var timer = server.Clock.CreateTimer(_ => cancel.Cancel(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var report = server.Run(() => server.Client.UpdateManyAsync(ReadAsync(), cancellationToken: cancel.Token));

        Assert.Equal((2, 2, 1), (report.UpdatesRead, report.Counts.Total, report.Counts.Accepted));
        Assert.Equal(1, report.InputPosition);

        async IAsyncEnumerable<CustomerUpdate> ReadAsync()
        {
            yield return new CustomerUpdate("1") { ["SCORE"] = 1 };
            await Task.Delay(TimeSpan.FromSeconds(5), server.Clock, CancellationToken.None);
            yield return new CustomerUpdate("2") { ["SCORE"] = 2 };
        }
    }

    [Fact]
    public void FailureThatIsNoneOfTheSdk_EndsTheRunWithIt()
    {
        using var server = new StubServer(static _ => throw new InvalidOperationException("A handler of the application's own failed."));

        var report = server.UpdateMany(Inputs.Customers(3000));

        Assert.IsType<InvalidOperationException>(report.EndedBy);
        Assert.Single(server.Calls);
        Assert.Equal(report.UpdatesRead, report.Counts.Total);
    }

    [Fact]
    public void WithCancellation_CancelsAsTheArgumentDoes()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => _server.Run(async () =>
        {
            await foreach (var _ in new BulkUpdater(_server.Client).SendAsync(Inputs.Customers(10).ToStream()).WithCancellation(cancel.Token))
            {
            }

            return 0;
        }));
    }

    [Fact]
    public void LeavingEarly_EndsTheRunAndTheInput()
    {
        var isDisposed = false;

        _server.Run(async () =>
        {
            await foreach (var _ in new BulkUpdater(_server.Client).SendAsync(ReadAsync()))
            {
                break;
            }

            return 0;
        });

        // One call, those that were let go with its answer, and no more.
        Assert.InRange(_server.Calls.Count, 1, 51);
        Assert.True(isDisposed);

        async IAsyncEnumerable<CustomerUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                foreach (var update in Inputs.Customers(1_000_000))
                {
                    await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return update;
                }
            }
            finally
            {
                isDisposed = true;
            }
        }
    }

    [Fact]
    public void OutcomesThatNobodyReads_StopTheReading()
    {
        var read = 0;
        var readAtTheEnd = _server.Run(async () =>
        {
            var counted = Inputs.Customers(1_000_000).Select(update =>
            {
                read++;
                return update;
            });
            await using var outcomes = new BulkUpdater(_server.Client).SendAsync(counted.ToStream()).GetAsyncEnumerator();
            await outcomes.MoveNextAsync();
            await Task.Delay(TimeSpan.FromHours(1), _server.Clock);
            return read;
        });

        // 8 unread outcomes, one being read and one being written, the calls under way, and what is packed.
        Assert.InRange(readAtTheEnd, 1000, (10 + 50 + 2) * 1000);
    }

    [Fact]
    public void InputThatThrows_IsThrownAfterTheOutcomes()
    {
        var outcomes = new List<BatchOutcome>();

        var exception = Assert.Throws<InvalidDataException>(() => _server.Run(async () =>
        {
            await foreach (var outcome in new BulkUpdater(_server.Client).SendAsync(ReadAsync()))
            {
                outcomes.Add(outcome);
            }

            return 0;
        }));

        Assert.Equal("Line 1501 is broken.", exception.Message);
        Assert.Equal(1500, outcomes.Sum(static outcome => outcome.Counts.Total));
        Assert.Equal(1000, outcomes[^1].InputPosition);
        var unsent = Assert.Single(outcomes, static outcome => outcome.Counts.NotSent > 0);
        Assert.All(unsent.Problems, static problem => Assert.Equal(NotSentReason.RunEnded, problem.NotSentReason));
        Assert.Same(exception, unsent.Exception);

        static async IAsyncEnumerable<CustomerUpdate> ReadAsync()
        {
            await Task.Yield();
            foreach (var update in Inputs.Customers(1500))
            {
                yield return update;
            }

            throw new InvalidDataException("Line 1501 is broken.");
        }
    }

    [Fact]
    public void RepeatOfWhatMayStillArrive_WaitsAMinute_AnsweredOrNot()
    {
        // The first attempt with the old value is lost, and the second one is answered.
        var attempts = 0;
        using var server = new StubServer(
            call => call.Values.Contains(("42", "A", "old")) && ++attempts == 1 ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset") : StubServer.Taken(), static options => options.MaxCustomersPerCall = 1);
        CustomerUpdate[] updates = [new("first") { ["A"] = 1 }, new("42") { ["A"] = "old" }, new("42") { ["A"] = "new" }, new("42") { ["B"] = "other" }];

        var report = server.UpdateMany(updates);

        Assert.True(report.IsDelivered);
        Assert.Equal(2, attempts);
        Assert.InRange(server.Calls.Single(static call => call.Values.Contains(("42", "B", "other"))).At, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.InRange(server.Calls.Single(static call => call.Values.Contains(("42", "A", "new"))).At, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(70));
    }

    [Theory]
    [InlineData("move")]
    [InlineData("cancel")]
    [InlineData("current")]
    [InlineData("start")]
    [InlineData("dispose")]
    public void InputThatFailsAnywhere_LeavesAReport(string place)
    {
        var report = _server.Run(() => _server.Client.UpdateManyAsync(new FailingInput(place)));

        Assert.Equal(place, report.EndedBy!.Message);
        Assert.Equal(place == "start" ? 0 : place == "dispose" ? 3000 : 1500, report.Counts.Total);
        Assert.Equal(report.UpdatesRead, report.Counts.Total);
    }

    [Fact]
    public void InputThatHeedsItsToken_IsOverWhenTheRunIs()
    {
        using var server = new StubServer(static _ => StubServer.Status(System.Net.HttpStatusCode.Forbidden), static options => options.MaxCustomersPerCall = 1);
        var isDisposed = false;

        var report = server.Run(() => server.Client.UpdateManyAsync(ReadAsync()));

        Assert.IsType<OptimoveAuthorizationException>(report.EndedBy);
        Assert.True(isDisposed);
        Assert.InRange(report.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));

        async IAsyncEnumerable<CustomerUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                yield return new CustomerUpdate("1") { ["SCORE"] = 1 };
                await Task.Delay(Timeout.InfiniteTimeSpan, server.Clock, cancellationToken);
            }
            finally
            {
                await Task.Delay(TimeSpan.FromSeconds(1), server.Clock, CancellationToken.None);
                isDisposed = true;
            }
        }
    }

    [Fact]
    public void InputThatThrows_IsInTheReport()
    {
        var report = _server.UpdateMany(Inputs.Customers(1500).Select(static update => update.CustomerId == "c1200" ? throw new InvalidDataException() : update));

        Assert.IsType<InvalidDataException>(report.EndedBy);
        Assert.Equal((1200, 1200), (report.UpdatesRead, report.Counts.Total));
        Assert.False(report.IsDelivered);
    }

    [Fact]
    public void ManyProblems_AreAggregated()
    {
        using var server = new StubServer(static _ => StubServer.Status(System.Net.HttpStatusCode.Forbidden));
        var report = server.UpdateMany(Enumerable.Range(0, 1000).Select(static number => new CustomerUpdate("c" + number) { ["N" + number] = 1, ["M" + number] = 2 }), new());

        Assert.IsType<OptimoveAuthorizationException>(report.EndedBy);
        Assert.Equal(2000, report.Counts.Rejected);
        Assert.Equal(1000, report.Problems.Count);

        // A thousand groups, and one for the rest.
        Assert.Equal(1001, report.ProblemGroups.Count);
        Assert.Equal(2000, report.ProblemGroups.Sum(static group => group.ValueCount));
        Assert.Equal((null, 1000), (report.ProblemGroups[0].RealFieldName, report.ProblemGroups[0].ValueCount));
    }

    [Fact]
    public async Task AnotherClient_IsCalledWithinTheDocumentedLimits()
    {
        var (client, calls) = ForeignClient.Create();

        var report = await client.UpdateManyAsync(Enumerable.Range(0, 1500).Select(static number => Wide(number, 12)));

        Assert.Equal(3, calls.Count);
        Assert.All(calls, static call => Assert.True(call.Count <= 1000 && call.All(static update => update.Attributes.Count <= 10)));
        Assert.Equal(new DeliveryCounts(0, 18_000, 0, 0, 0), report.Counts);
    }

    [Theory]
    [InlineData(0, 600, null)]
    [InlineData(1001, 600, null)]
    [InlineData(40, -1, null)]
    [InlineData(40, 86_401, null)]
    [InlineData(40, 600, -1L)]
    public void OptionsThatCannotBeRight_AreRefused(int calls, int outageSeconds, long? expected)
    {
        var options = new BulkUpdateOptions { MaxConcurrentCalls = calls, MaxOutage = TimeSpan.FromSeconds(outageSeconds), ExpectedUpdates = expected };

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new BulkUpdater(_server.Client, options));

        Assert.True(exception.ParamName is nameof(options.MaxConcurrentCalls) or nameof(options.MaxOutage) or nameof(options.ExpectedUpdates), exception.ParamName);
    }

    [Fact]
    public async Task Nulls_AreRefusedAtOnce()
    {
        Assert.Throws<ArgumentNullException>("client", static () => new BulkUpdater(null!));
        Assert.Throws<ArgumentNullException>("updates", () => { new BulkUpdater(_server.Client).SendAsync(null!); });
        await Assert.ThrowsAsync<ArgumentNullException>("updates", () => _server.Client.UpdateManyAsync((IEnumerable<CustomerUpdate>)null!));
        await Assert.ThrowsAsync<ArgumentNullException>("updates", () => _server.Client.UpdateManyAsync((IAsyncEnumerable<CustomerUpdate>)null!));
    }

    public void Dispose() => _server.Dispose();

    private static CustomerUpdate Wide(int number, int attributes)
    {
        var update = new CustomerUpdate("c" + number);
        for (var i = 0; i < attributes; i++)
        {
            update["ATTRIBUTE_" + i] = number;
        }

        return update;
    }

    /// <summary>Three thousand customers, and an error at one place.</summary>
    private sealed class FailingInput(string place) : IAsyncEnumerable<CustomerUpdate>, IAsyncEnumerator<CustomerUpdate>
    {
        private int _number = -1;

        public CustomerUpdate Current => _number == 1500 ? Fail<CustomerUpdate>("current") ?? Update : Update;

        private CustomerUpdate Update => new("c" + _number) { ["SCORE"] = _number };

        public IAsyncEnumerator<CustomerUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => Fail<FailingInput>("start") ?? this;

        public ValueTask<bool> MoveNextAsync()
        {
            if (++_number == 1500)
            {
                Fail<object>("move");
                return place == "cancel" ? ValueTask.FromException<bool>(new TaskCanceledException("cancel")) : new(true);
            }

            return new(_number < 3000);
        }

        public ValueTask DisposeAsync()
        {
            Fail<object>("dispose");
            return default;
        }

        private T? Fail<T>(string here)
            where T : class => here == place ? throw new InvalidDataException(here) : null;
    }
}
