using System.Net;
using Optimove.Attributes.Client.Tests.Bulk.Simulation;

namespace Optimove.Attributes.Client.Tests.Bulk;

/// <summary>A server that is down, on simulated time.</summary>
[Collection(SimulatedTime.Name)]
public sealed class OutageTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void FiveMinutes_AreWaitedForWithoutReadingOrHammering()
    {
        var read = 0;
        var readAtTheEnd = 0;
        using var server = new StubServer(call =>
        {
            readAtTheEnd = call.At < TimeSpan.FromMinutes(6) ? read : readAtTheEnd;
            return call.At < TimeSpan.FromMinutes(1) || call.At >= TimeSpan.FromMinutes(6) ? StubServer.Taken() : throw StubServer.ConnectionRefused();
        }, static options => options.MaxRetryAttempts = 0);

        var report = server.UpdateMany(Inputs.Customers(500_000).Select(update =>
        {
            read++;
            return update;
        }));

        Assert.Null(report.EndedBy);
        Assert.Equal(500_000, report.Counts.Accepted);
        Assert.True(report.IsDelivered);

        // What is read ahead are the calls under way and a batch or two.
        var taken = server.Calls.Count(static call => call.At < TimeSpan.FromMinutes(1));
        Assert.InRange(readAtTheEnd, (taken * 1000) - 1, (taken + 50 + 2) * 1000);
        Assert.InRange(server.Calls.Count(static call => call.At >= TimeSpan.FromMinutes(1) && call.At < TimeSpan.FromMinutes(6)), 5, 50 + 20);

        // It is tried every half a minute, so it goes on within that.
        Assert.InRange(server.Calls.First(static call => call.At >= TimeSpan.FromMinutes(6)).At, TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(6.6));
        Assert.Single(server.LogLines, static line => line.Contains("takes no calls", StringComparison.Ordinal));
        Assert.Single(server.LogLines, static line => line.Contains("takes calls again", StringComparison.Ordinal));
    }

    [Fact]
    public void LongerThanMaxOutage_EndsTheRunWithNothingSent()
    {
        using var server = new StubServer(static _ => throw StubServer.ConnectionRefused());

        var report = server.UpdateMany(Inputs.Customers(500_000));

        Assert.IsType<OptimoveTransportException>(report.EndedBy);
        Assert.InRange(report.Elapsed, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
        Assert.InRange(report.UpdatesRead, 1000, 2000);
        Assert.Equal(new DeliveryCounts(0, 0, 0, 0, report.UpdatesRead), report.Counts);
        Assert.Equal(NotSentReason.ServerUnavailable, Assert.Single(report.ProblemGroups).NotSentReason);
        Assert.Equal(0, report.InputPosition);
    }

    [Fact]
    public void NoPatience_EndsTheRunAtTheFirstFailure()
    {
        using var server = new StubServer(static _ => StubServer.Status(HttpStatusCode.ServiceUnavailable), static options => options.MaxRetryAttempts = 0);

        var report = server.UpdateMany(Inputs.Customers(5000), new() { MaxOutage = TimeSpan.Zero });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, Assert.IsType<OptimoveApiException>(report.EndedBy).StatusCode);
        Assert.Single(server.Calls);
        Assert.Equal(report.UpdatesRead, report.Counts.Total);

        // 503 does not say that nothing was done.
        Assert.Equal((1000, report.UpdatesRead - 1000), (report.Counts.Unconfirmed, report.Counts.NotSent));
    }

    [Fact]
    public void RetryAfterOfTwentyHours_EndsTheRunAtOnce()
    {
        using var server = new StubServer(static _ => StubServer.Status(HttpStatusCode.TooManyRequests, TimeSpan.FromHours(20)));

        var report = server.UpdateMany(Inputs.Customers(5000));

        Assert.Equal(TimeSpan.FromHours(20), Assert.IsType<OptimoveRateLimitedException>(report.EndedBy).RetryAfter);
        Assert.Single(server.Calls);
        Assert.InRange(report.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(NotSentReason.RateLimited, Assert.Single(report.ProblemGroups).NotSentReason);
        Assert.Equal(new DeliveryCounts(0, 0, 0, 0, report.UpdatesRead), report.Counts);
    }

    [Fact]
    public void RetryAfterOfFiveMinutes_IsWaitedFor()
    {
        using var server = new StubServer(static call => call.Number == 1 ? StubServer.Status(HttpStatusCode.TooManyRequests, FiveMinutes) : StubServer.Taken());

        var report = server.UpdateMany(Inputs.Customers(5000));

        Assert.Equal(5000, report.Counts.Accepted);
        Assert.Equal(6, server.Calls.Count);
        Assert.InRange(server.Calls[1].At, FiveMinutes, FiveMinutes + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void BatchThatAloneFails_IsNoOutage_AndItsCustomerIsFound()
    {
        // The server breaks at one customer, and takes all others.
        using var server = new StubServer(
            static call => call.Customers.Contains("c2617") ? StubServer.Status(HttpStatusCode.InternalServerError) : StubServer.Taken(),
            static options => options.MaxRetryAttempts = 1);

        var report = server.UpdateMany(Inputs.Customers(20_000));

        Assert.Null(report.EndedBy);
        var problem = Assert.Single(report.Problems);
        Assert.Equal(("c2617", DeliveryState.Unconfirmed, UnconfirmedReason.NoAnswer), (problem.CustomerId, problem.State, problem.Reason!.Value));
        Assert.Equal(19_999, report.Counts.Accepted);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(16)]
    public void CustomerThatTheServerBreaksAt_IsFoundInASmallJob(int customers)
    {
        for (var bad = 0; bad < customers; bad++)
        {
            var id = "c" + bad;
            using var server = new StubServer(call => call.Customers.Contains(id) ? StubServer.Status(HttpStatusCode.InternalServerError) : StubServer.Taken(), static options => options.MaxRetryAttempts = 1);

            var report = server.UpdateMany(Inputs.Customers(customers));

            Assert.Null(report.EndedBy);
            Assert.Equal(id, Assert.Single(report.Problems).CustomerId);
            Assert.Equal(customers - 1, report.Counts.Accepted);
            Assert.InRange(report.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(3));
        }
    }

    [Fact]
    public void OutageWhileAPartOfABatchIsLeft_IsWaitedFor()
    {
        // The bad customer uses up what halving may cost; then the server is down for half a minute, and half of the batch is left.
        TimeSpan? downFrom = null;
        using var server = new StubServer(
            call =>
            {
                downFrom ??= call.Customers.First() == "c8" ? call.At : null;
                return call.Customers.Contains("c0") ? StubServer.Status(HttpStatusCode.BadRequest)
                    : call.At < downFrom + TimeSpan.FromSeconds(30) ? StubServer.Status(HttpStatusCode.InternalServerError)
                    : StubServer.Taken();
            },
            static options => (options.MaxCustomersPerCall, options.MaxRetryAttempts) = (16, 0));

        var report = server.UpdateMany(Inputs.Customers(16));

        Assert.Equal(new DeliveryCounts(0, 15, 1, 0, 0), report.Counts);
        Assert.InRange(report.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(70));
    }

    [Fact]
    public void CustomerThatTheServerBreaksAt_IsFoundWhereTheInputIsSlow()
    {
        using var server = new StubServer(static call => call.Customers.Contains("c5") ? StubServer.Status(HttpStatusCode.InternalServerError) : StubServer.Taken());

        var report = server.Run(() => server.Client.UpdateManyAsync(ReadAsync()));

        Assert.Null(report.EndedBy);
        Assert.Equal("c5", Assert.Single(report.Problems).CustomerId);
        Assert.Equal(9999, report.Counts.Accepted);

        async IAsyncEnumerable<CustomerUpdate> ReadAsync()
        {
            foreach (var chunk in Inputs.Customers(10_000).Chunk(100))
            {
                await Task.Delay(TimeSpan.FromSeconds(5), server.Clock);
                foreach (var update in chunk)
                {
                    yield return update;
                }
            }
        }
    }

    [Fact]
    public void OutcomeOfACallWhoseAnswerWasLost_MakesASecondCallNeedless()
    {
        StubServer? server = null;
        using var stub = server = new StubServer(
            call =>
            {
                _ = server!.Receiver.ReceiveAsync(call.Token, new MemoryStream("""{"isSuccess":true,"requestId":"r"}"""u8.ToArray()));
                return call.Number == 1 ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset") : StubServer.Taken();
            },
            static options =>
            {
                options.MaxRetryAttempts = 0;
                options.Callbacks.PublicAddress = new Uri("https://crm.example.com/callbacks");
                options.Callbacks.Secrets = ["a secret of more than 32 characters"];
            });

        var report = server.UpdateMany(Inputs.Customers(3000));

        Assert.Equal((3, 3000), (server.Calls.Count, report.Counts.Confirmed));
    }

    [Fact]
    public void AnswersThatGetLost_LeaveNothingUnsent()
    {
        // Every third answer is lost on its way.
        using var server = new StubServer(static call => call.Number % 3 == 0 ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset") : StubServer.Taken());

        var report = server.UpdateMany(Inputs.Customers(30_000));

        Assert.True(report.IsDelivered);
        Assert.Equal(30_000, report.Counts.Accepted);
    }
}
