using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Optimove.Attributes.Client.Tests.Bulk.Simulation;

namespace Optimove.Attributes.Client.Tests.Bulk.Buffer;

/// <summary>The buffer on simulated time.</summary>
[Collection(SimulatedTime.Name)]
public sealed class AttributeUpdateBufferTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly RecordingOutcomeHandler _handler = new();
    private readonly StubServer _server = new(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 10);

    [Fact]
    public void FewUpdates_LeaveTogetherAfterMaxDelay()
    {
        Use(async buffer =>
        {
            await EnqueueAsync(buffer, Inputs.Customers(3));
            await Task.Delay(5 * Second, _server.Clock);
        }, new() { MaxDelay = 2 * Second });

        var call = Assert.Single(_server.Calls);
        Assert.Equal(["c0", "c1", "c2"], call.Customers);
        Assert.InRange(call.At, 2 * Second, 2.5 * Second);
        Assert.Equal(3, _handler.Counts.Accepted);
    }

    [Fact]
    public void FullCalls_LeaveAtOnce()
    {
        Use(async buffer =>
        {
            await EnqueueAsync(buffer, Inputs.Customers(25));
            await Task.Delay(90 * Second, _server.Clock);
        }, new() { MaxDelay = 60 * Second });

        Assert.Equal([10, 10, 5], _server.Calls.Select(static call => call.Customers.Count()));
        Assert.All(_server.Calls.Take(2), static call => Assert.True(call.At < 30 * Second));
        Assert.InRange(_server.Calls[2].At, 60 * Second, 61 * Second);
    }

    [Fact]
    public void SlowAnswers_HoldSmallCallsBack_SoThatTheyFillUp()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 1000, 20 * Second);
        Use(
            async buffer =>
            {
                foreach (var update in Inputs.Customers(100))
                {
                    await buffer.EnqueueAsync(update);
                    await Task.Delay(Second / 2, server.Clock);
                }

                await buffer.FlushAsync();
            },
            new() { MaxDelay = Second },
            server);

        // One call a second would be 50 calls, 20 of them at once.
        Assert.InRange(server.Calls.Count, 3, 20);
        Assert.Equal(100, server.Calls.Sum(static call => call.Customers.Count()));
    }

    [Fact]
    public void Flush_SendsAtOnce_AndWaitsForTheOutcome()
    {
        Use(async buffer =>
        {
            await EnqueueAsync(buffer, Inputs.Customers(13));
            await buffer.FlushAsync();

            Assert.Equal(13, _server.Calls.Sum(static call => call.Customers.Count()));
            Assert.True(_server.Now < TimeSpan.FromMinutes(1));
            await buffer.FlushAsync();
        }, new() { MaxDelay = TimeSpan.FromHours(1) });
    }

    [Fact]
    public void Flush_EndsOnceTheHandlerHasTheOutcome()
    {
        var handled = new List<int>();
        var handler = new SlowHandler(async outcome =>
        {
            await Task.Delay(30 * Second, _server.Clock);
            handled.Add(outcome.CustomerCount);
        });
        Use(async buffer =>
        {
            await EnqueueAsync(buffer, Inputs.Customers(13));
            await buffer.FlushAsync();

            Assert.Equal([10, 3], handled);
        }, handler: handler);
    }

    [Fact]
    public void Flush_DoesNotLetLaterUpdatesLeaveAlone()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), takes: 20 * Second);
        Use(
            async buffer =>
            {
                await buffer.EnqueueAsync(new CustomerUpdate("first") { ["SCORE"] = 1 });
                var flush = buffer.FlushAsync();
                foreach (var update in Inputs.Customers(100))
                {
                    await Task.Delay(Second / 10, server.Clock);
                    await buffer.EnqueueAsync(update);
                }

                await flush;
            },
            new() { MaxDelay = TimeSpan.FromMinutes(1) },
            server);

        Assert.Equal([1, 100], server.Calls.Select(static call => call.Values.Count));
    }

    [Fact]
    public void ValueThatWaitsForAMinute_LetsNothingElseLeaveAlone()
    {
        // The first attempt is lost, so that the newer value of its customer waits.
        using var server = new StubServer(static call => call.Number == 1 ? StubServer.Status(HttpStatusCode.InternalServerError) : StubServer.Taken());
        Use(
            async buffer =>
            {
                await buffer.EnqueueAsync(new CustomerUpdate("42") { ["SCORE"] = 1 });
                await Task.Delay(8 * Second, server.Clock);
                await buffer.EnqueueAsync(new CustomerUpdate("42") { ["SCORE"] = 2 });
                foreach (var update in Inputs.Customers(90))
                {
                    await buffer.EnqueueAsync(update);
                    await Task.Delay(Second / 2, server.Clock);
                }
            },
            new() { MaxDelay = 5 * Second },
            server);

        // Two attempts, one call every five seconds, and the last one.
        Assert.InRange(server.Calls.Count, 10, 16);
    }

    [Fact]
    public void Flush_OfAValueWhoseOlderOneIsInACall_DoesNotWaitForMaxDelay()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), takes: 5 * Second);
        Use(
            async buffer =>
            {
                await buffer.EnqueueAsync(new CustomerUpdate("42") { ["SCORE"] = 1 });
                var first = buffer.FlushAsync();
                await Task.Delay(Second, server.Clock);
                await buffer.EnqueueAsync(new CustomerUpdate("42") { ["SCORE"] = 2 });
                await Task.WhenAll(first, buffer.FlushAsync());

                Assert.InRange(server.Now, 10 * Second, 11 * Second);
            },
            new() { MaxDelay = TimeSpan.FromHours(1) },
            server);

        Assert.Equal(["1", "2"], server.Calls.Select(static call => call.Values.Single().Value));
    }

    [Fact]
    public void HandlerThatCallsTheBuffer_IsToldSo()
    {
        AttributeUpdateBuffer? buffer = null;
        var refused = 0;
        var handler = new SlowHandler(async _ =>
        {
            await Task.Yield();
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await buffer!.EnqueueAsync(new CustomerUpdate("again") { ["SCORE"] = 1 }));
            await Assert.ThrowsAsync<InvalidOperationException>(() => buffer!.FlushAsync());
            await Assert.ThrowsAsync<InvalidOperationException>(() => buffer!.StopAsync());
            refused++;
        });
        Use(async used =>
        {
            buffer = used;
            await EnqueueAsync(buffer, Inputs.Customers(13));
            await buffer.FlushAsync();
            await buffer.EnqueueAsync(new CustomerUpdate("42") { ["SCORE"] = 1 });
        }, new() { MaxDelay = TimeSpan.FromHours(1) }, handler: handler);

        Assert.Equal(3, refused);
        Assert.Equal(3, _server.Calls.Count);
    }

    [Fact]
    public void FailureThatIsNoneOfTheSdk_IsWaitedOutAsAnOutage()
    {
        // A handler of the application's own fails for five minutes.
        using var server = new StubServer(static call => call.At < TimeSpan.FromMinutes(5) ? throw new InvalidOperationException("about secrets") : StubServer.Taken());
        Use(async buffer => await EnqueueAsync(buffer, Inputs.Customers(30)), server: server);

        Assert.Equal(30, _handler.Counts.Accepted);
        var line = Assert.Single(server.LogLines, static line => line.Contains("takes no calls", StringComparison.Ordinal));
        Assert.Contains("InvalidOperationException", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secrets", line, StringComparison.Ordinal);
    }

    [Fact]
    public void FailureThatIsNoneOfTheSdk_IsHandedOverWithItsCause_AfterMaxOutage()
    {
        using var server = new StubServer(static _ => throw new InvalidOperationException());
        Use(
            async buffer =>
            {
                await EnqueueAsync(buffer, Inputs.Customers(30));
                await Task.Delay(TimeSpan.FromMinutes(11), server.Clock);
            },
            server: server);

        Assert.Equal(30, _handler.Undelivered.Distinct().Count());
        Assert.All(_handler.Outcomes, static outcome => Assert.IsType<InvalidOperationException>(outcome.Exception));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OutcomesThatCannotComeAnyMore_AreNotWaitedForAtTheEndOfAHost(bool isHost)
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options =>
        {
            options.Callbacks.PublicAddress = new Uri("https://crm.example.com/callbacks");
            options.Callbacks.Secrets = ["a secret of more than 32 characters"];
        });
        Use(
            async buffer =>
            {
                await EnqueueAsync(buffer, Inputs.Customers(30));
                await (isHost ? buffer.StopWithoutOutcomesAsync(CancellationToken.None) : buffer.StopAsync());
            },
            server: server);

        Assert.Equal(UnconfirmedReason.NoCallback, _handler.Outcomes.SelectMany(static outcome => outcome.Problems).Select(static problem => problem.Reason!.Value).Distinct().Single());
        Assert.Equal(30, _handler.Counts.Unconfirmed);
        Assert.InRange(server.Now, isHost ? TimeSpan.Zero : TimeSpan.FromMinutes(2), isHost ? Second : TimeSpan.FromMinutes(2.1));
    }

    [Fact]
    public void FlushThatIsCancelled_EndsTheWaitAlone()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Use(async buffer =>
        {
            await EnqueueAsync(buffer, Inputs.Customers(3));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => buffer.FlushAsync(cancel.Token));
        });

        Assert.Equal(3, _handler.Counts.Accepted);
    }

    [Fact]
    public void FullBuffer_LetsTheWriterWait()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 10, 10 * Second);
        using var cancel = new CancellationTokenSource();
        Use(
            async buffer =>
            {
                var taken = 0;
                foreach (var update in Inputs.Customers(1000))
                {
                    var waiting = buffer.EnqueueAsync(update, cancel.Token).AsTask();
                    if (await Task.WhenAny(waiting, Task.Delay(Second, server.Clock)) != waiting)
                    {
                        break;
                    }

                    taken++;
                }

                // One call under way, a batch packed, and the five.
                Assert.InRange(taken, 10 + 10 + 5, 10 + 10 + 5 + 1);
                await cancel.CancelAsync();
            },
            new() { Capacity = 5, MaxConcurrentCalls = 1 },
            server);
    }

    [Fact]
    public void TokenThatIsCancelled_KeepsTheUpdateOut()
    {
        Use(async buffer => await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await buffer.EnqueueAsync(new CustomerUpdate("42") { ["SCORE"] = 1 }, new CancellationToken(canceled: true))));

        Assert.Empty(_server.Calls);
    }

    [Fact]
    public void WaitThatIsCancelled_DoesNotTakeTheUpdateOver()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 1, 10 * Second);
        var acknowledged = new List<string>();
        var refused = 0;
        Use(
            async buffer =>
            {
                foreach (var update in Inputs.Customers(20))
                {
                    using var cancel = new CancellationTokenSource(Second, server.Clock);
                    try
                    {
                        await buffer.EnqueueAsync(update, cancel.Token);
                        acknowledged.Add(update.CustomerId);
                    }
                    catch (OperationCanceledException)
                    {
                        refused++;
                    }
                }
            },
            new() { Capacity = 1, MaxConcurrentCalls = 1 },
            server);

        Assert.True(refused > 5 && acknowledged.Count > 2, $"{refused}, {acknowledged.Count}");
        Assert.Equal(acknowledged, server.Calls.SelectMany(static call => call.Customers));
    }

    [Fact]
    public void SameAttributeAgain_KeepsTheLastValue_OfCallsInOrder()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), takes: 3 * Second);
        Use(
            async buffer =>
            {
                for (var score = 0; score < 20; score++)
                {
                    await buffer.EnqueueAsync(new CustomerUpdate("42") { ["SCORE"] = score });
                    await Task.Delay(Second / 2, server.Clock);
                }
            },
            server: server);

        Assert.All(server.Calls.Zip(server.Calls.Skip(1)), static pair => Assert.True(pair.Second.At >= pair.First.At + (3 * Second)));
        var sent = server.Calls.Select(static call => int.Parse(Assert.Single(call.Values).Value!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(sent.Order(), sent);
        Assert.Equal(19, sent[^1]);
        Assert.Equal(20, _handler.Counts.Accepted);
        Assert.Equal(20 - sent.Count, _handler.Outcomes.Sum(static outcome => outcome.ReplacedCount));
    }

    [Fact]
    public void WideUpdate_IsSpreadOverCalls()
    {
        var update = new CustomerUpdate("42");
        for (var i = 0; i < 25; i++)
        {
            update["A" + i] = i;
        }

        Use(async buffer =>
        {
            await buffer.EnqueueAsync(update);
            await Task.Delay(90 * Second, _server.Clock);
        }, new() { MaxDelay = 60 * Second });

        Assert.Equal([10, 10, 5], _server.Calls.Select(static call => call.Values.Count).OrderDescending());
        Assert.All(_server.Calls, static call => Assert.InRange(call.At, 60 * Second, 62 * Second));
        Assert.Equal(25, _handler.Counts.Accepted);
    }

    [Fact]
    public void WhatCannotBeRight_IsRefusedAtOnce()
    {
        Use(async buffer =>
        {
            await Assert.ThrowsAsync<ArgumentNullException>("update", async () => await buffer.EnqueueAsync(null!));
            var exception = await Assert.ThrowsAsync<OptimoveValidationException>(async () => await buffer.EnqueueAsync(new CustomerUpdate(" ") { ["A;B"] = 1 }));
            Assert.Equal(2, exception.Violations.Count);
            await Assert.ThrowsAsync<OptimoveValidationException>(async () => await buffer.EnqueueAsync(new CustomerUpdate("42")));
        });

        Assert.Empty(_server.Calls);
        Assert.Empty(_handler.Outcomes);
    }

    [Fact]
    public void Stop_DeliversAll_AndTakesNoMore()
    {
        Use(async buffer =>
        {
            await EnqueueAsync(buffer, Inputs.Customers(57));
            await buffer.StopAsync();

            Assert.Equal(new DeliveryCounts(0, 57, 0, 0, 0), _handler.Counts);
            Assert.True(_server.Now < 10 * Second);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await buffer.EnqueueAsync(new CustomerUpdate("42") { ["SCORE"] = 1 }));
            await buffer.StopAsync();
            await buffer.FlushAsync();
        });
    }

    [Fact]
    public void StopThatGivesUp_HandsOverWhatIsNotDelivered()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 10, 10 * Second);
        Use(
            async buffer =>
            {
                await EnqueueAsync(buffer, Inputs.Customers(97));
                using var giveUp = new CancellationTokenSource(15 * Second, server.Clock);
                await buffer.StopAsync(giveUp.Token);

                Assert.InRange(server.Now, 15 * Second, 16 * Second);
            },
            new() { MaxConcurrentCalls = 2 },
            server);

        // A call that proves the server, two under way.
        Assert.Equal(new DeliveryCounts(0, 10, 0, 20, 67), _handler.Counts);
        Assert.Equal(Inputs.Customers(97).Skip(10).Select(static update => update.CustomerId).Order(), _handler.Undelivered.Order());
        Assert.Equal(
            [NotSentReason.Cancelled], _handler.Outcomes.SelectMany(static outcome => outcome.Problems).Where(static problem => problem.State == DeliveryState.NotSent).Select(static problem => problem.NotSentReason!.Value).Distinct());
    }

    [Fact]
    public void Dispose_HandsOverAtOnce()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), takes: 10 * Second);
        server.Run(async () =>
        {
            var buffer = new AttributeUpdateBuffer(server.Client, _handler);
            await EnqueueAsync(buffer, Inputs.Customers(97));
            await buffer.DisposeAsync();
            await buffer.DisposeAsync();
            return 0;
        });

        Assert.True(server.Now < Second);
        Assert.Equal(new DeliveryCounts(0, 0, 0, 0, 97), _handler.Counts);
        Assert.Equal(97, _handler.Undelivered.Distinct().Count());
    }

    [Fact]
    public void HandlerThatThrows_IsLoggedWithoutItsText_AndGetsTheNextOutcome()
    {
        var handler = new RecordingOutcomeHandler(static outcome => throw new InvalidOperationException("about " + outcome.Undelivered.Count + " secret"));
        Use(async buffer => await EnqueueAsync(buffer, Inputs.Customers(30)), handler: handler);

        Assert.Equal(30, handler.Counts.Accepted);
        var lines = _server.LogLines.Where(static line => line.Contains("IBatchOutcomeHandler", StringComparison.Ordinal)).ToList();
        Assert.Equal(handler.Outcomes.Count, lines.Count);
        Assert.All(lines, static line => Assert.True(line.Contains("InvalidOperationException", StringComparison.Ordinal) && !line.Contains("secret", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, DeliveryState.Rejected)]
    [InlineData(HttpStatusCode.NotFound, DeliveryState.Rejected)]
    [InlineData(HttpStatusCode.ServiceUnavailable, DeliveryState.Unconfirmed)]
    public void ServerThatTakesNoCalls_IsWaitedFor_AndThenEachBatchIsHandedOver(HttpStatusCode status, DeliveryState state)
    {
        // A key that expired is mended while the buffer lives.
        var end = TimeSpan.FromMinutes(30);
        using var server = new StubServer(
            call => call.At < end ? StubServer.Status(status) : StubServer.Taken(),
            static options => (options.MaxCustomersPerCall, options.MaxRetryAttempts) = (10, 0));
        Use(
            async buffer =>
            {
                await EnqueueAsync(buffer, Inputs.Customers(10));
                await Task.Delay(TimeSpan.FromMinutes(9), server.Clock);
                Assert.Empty(_handler.Outcomes);
                await Task.Delay(TimeSpan.FromMinutes(2), server.Clock);
                Assert.Equal(10, _handler.Counts[state]);
                Assert.Equal(10, _handler.Undelivered.Count());

                await EnqueueAsync(buffer, Inputs.Customers(10));
                await Task.Delay(TimeSpan.FromMinutes(1), server.Clock);
                Assert.Equal(20, _handler.Counts[state]);

                await Task.Delay(end - server.Now, server.Clock);
                await EnqueueAsync(buffer, Inputs.Customers(10));
                await Task.Delay(TimeSpan.FromMinutes(1), server.Clock);
            },
            server: server);

        Assert.Equal((10, 20), (_handler.Counts.Accepted, _handler.Counts[state]));
    }

    [Fact]
    public void CustomerThatTheServerBreaksAt_DoesNotHoldUpTheOthers()
    {
        using var server = new StubServer(
            static call => call.Customers.Contains("poison") ? StubServer.Status(HttpStatusCode.InternalServerError) : StubServer.Taken(), static options => options.MaxRetryAttempts = 0);
        Use(
            async buffer =>
            {
                await buffer.EnqueueAsync(new CustomerUpdate("poison") { ["SCORE"] = 1 });
                await Task.Delay(2 * Second, server.Clock);
                foreach (var update in Inputs.Customers(60))
                {
                    await buffer.EnqueueAsync(update);
                    await Task.Delay(Second, server.Clock);
                }

                // The one is tried a few times, and then handed over.
                Assert.Equal(new DeliveryCounts(0, _handler.Counts.Accepted, 0, 1, 0), _handler.Counts);
                Assert.InRange(_handler.Counts.Accepted, 50, 60);
            },
            server: server);

        Assert.Equal(["poison"], _handler.Undelivered);
        Assert.Equal(60, _handler.Counts.Accepted);
    }

    [Fact]
    public void RefusedBatch_IsHalvedAndHandedOver_AndTheBufferGoesOn()
    {
        using var server = new StubServer(
            static call => call.Customers.Contains("c7") ? StubServer.Status(HttpStatusCode.BadRequest) : StubServer.Taken(), static options => options.MaxCustomersPerCall = 10);
        Use(async buffer => await EnqueueAsync(buffer, Inputs.Customers(100)), server: server);

        Assert.Equal(new DeliveryCounts(0, 99, 1, 0, 0), _handler.Counts);
        Assert.Equal(["c7"], _handler.Undelivered);
    }

    [Fact]
    public async Task Options_AreChecked_AndAllFaultsNamed()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => new AttributeUpdateBuffer(_server.Client, _handler, new()
        {
            MaxDelay = TimeSpan.Zero,
            Capacity = 0,
            MaxConcurrentCalls = 0,
            MaxOutage = TimeSpan.FromDays(2),
        }));
        Assert.Equal(["MaxDelay", "Capacity", "MaxConcurrentCalls", "MaxOutage"], exception.Failures.Select(static failure => failure.Split(' ')[0]));
        Assert.Throws<ArgumentNullException>("client", () => new AttributeUpdateBuffer(null!, _handler));
        Assert.Throws<ArgumentNullException>("handler", () => new AttributeUpdateBuffer(_server.Client, null!));
        await using var buffer = new AttributeUpdateBuffer(_server.Client, _handler, new() { MaxDelay = TimeSpan.FromHours(1), Capacity = 1, MaxConcurrentCalls = 1000, MaxOutage = TimeSpan.Zero });
    }

    [Fact]
    public async Task ContainerThatIsDisposedWithoutWaiting_HandsOver()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_server.Client).AddSingleton<IBatchOutcomeHandler>(_handler).AddOptimoveUpdateBuffer(static options => options.MaxDelay = TimeSpan.FromHours(1));
        var provider = services.BuildServiceProvider();
        var buffer = provider.GetRequiredService<AttributeUpdateBuffer>();
        await buffer.EnqueueAsync(new CustomerUpdate("42") { ["SCORE"] = 1 });

#pragma warning disable CA1849 // That it does not wait is the point.
        provider.Dispose();
#pragma warning restore CA1849

        Assert.Equal(["42"], _handler.Undelivered);
    }

    public void Dispose() => _server.Dispose();

    private static async Task EnqueueAsync(AttributeUpdateBuffer buffer, IEnumerable<CustomerUpdate> updates)
    {
        foreach (var update in updates)
        {
            await buffer.EnqueueAsync(update);
        }
    }

    private sealed class SlowHandler(Func<BatchOutcome, Task> handle) : IBatchOutcomeHandler
    {
        public Task HandleAsync(BatchOutcome outcome, CancellationToken cancellationToken) => handle(outcome);
    }

    /// <summary>Uses a buffer, and stops it with all the time that it needs.</summary>
    private void Use(Func<AttributeUpdateBuffer, Task> use, AttributeUpdateBufferOptions? options = null, StubServer? server = null, IBatchOutcomeHandler? handler = null)
    {
        server ??= _server;
        server.Run(async () =>
        {
            await using var buffer = new AttributeUpdateBuffer(server.Client, handler ?? _handler, options);
            await use(buffer);
            await buffer.StopAsync();
            return 0;
        });
    }
}
