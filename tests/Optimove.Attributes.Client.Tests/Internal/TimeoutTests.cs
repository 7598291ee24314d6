using Microsoft.Extensions.Time.Testing;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Internal;

public sealed class TimeoutTests
{
    [Fact]
    public async Task Total_OverAttemptsAndWaits_EndsTheCallAsTimeout()
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer(Reply.Never) { OnRequest = _ => clock.AdvanceOnce(TimeSpan.FromSeconds(30)) };
        await using var client = TestClient.Create(server.Address, clock, options => options.TotalTimeout = TimeSpan.FromSeconds(50));
        var before = clock.GetUtcNow();

        var exception = await Assert.ThrowsAsync<OptimoveTimeoutException>(() => client.ListAttributesAsync());

        Assert.Contains("TotalTimeout", exception.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(50), clock.GetUtcNow() - before);
    }

    [Fact]
    public async Task Total_WhileTheKeyOfARetryIsFetched_EndsTheFetching()
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer(Reply.Status(503));
        var fetched = 0;
        await using var client = TestClient.Create(server.Address, clock, options => options.ApiKeyProvider = async token =>
        {
            if (++fetched == 2)
            {
                clock.Advance(options.TotalTimeout);
                await Task.Delay(Timeout.Infinite, token);
            }

            return TestClient.ApiKey;
        });

        var exception = await Assert.ThrowsAsync<OptimoveTimeoutException>(() => client.ListAttributesAsync().WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Contains("TotalTimeout", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, fetched);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Permit_WaitedForOverHours_CountsTowardNoTimeout()
    {
        var clock = new FakeTimeProvider();
        using var limiter = new OptimoveRateLimiter([new RateLimit(1, TimeSpan.FromSeconds(10))], clock);
        using var server = new ScriptedServer(Reply.Ok("[]"));
        await using var client = TestClient.Create(server.Address, clock, options => options.RateLimiter = limiter);
        var held = limiter.AttemptAcquire();
        var call = client.ListAttributesAsync();
        Assert.Equal(1, limiter.GetStatistics()!.CurrentQueuedCount);

        clock.Advance(TimeSpan.FromHours(5));
        held.Dispose();
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(await call);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancel_WhileWaitingForAPermit_EndsAsCanceledAndSendsNothing()
    {
        var clock = new FakeTimeProvider();
        using var limiter = new OptimoveRateLimiter([new RateLimit(1, TimeSpan.FromSeconds(10))], clock);
        using var held = limiter.AttemptAcquire();
        using var server = new ScriptedServer();
        await using var client = TestClient.Create(server.Address, clock, options => options.RateLimiter = limiter);
        using var source = new CancellationTokenSource();
        var call = client.ListAttributesAsync(source.Token);

        await source.CancelAsync();

        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
        Assert.Empty(server.Requests);
        Assert.Equal(0, limiter.GetStatistics()!.CurrentQueuedCount);
    }

    public static TheoryData<string> Stages() => ["sending", "answering"];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Cancel_WhileARequestIsUnderWay_EndsAsCanceled(string stage)
    {
        using var source = new CancellationTokenSource();
        using var server = new ScriptedServer(stage == "sending" ? Reply.Never : Reply.Broken("[", ReplyEnd.Hang)) { OnRequest = _ => source.Cancel() };
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ListAttributesAsync(source.Token));

        Assert.Equal(source.Token, exception.CancellationToken);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancel_DuringTheWaitBeforeARetry_EndsAsCanceled()
    {
        using var source = new CancellationTokenSource();
        var clock = new CancellingClock(source);
        using var server = new ScriptedServer(Reply.Status(503));
        await using var client = TestClient.Create(server.Address, clock);

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ListAttributesAsync(source.Token));

        Assert.Equal(source.Token, exception.CancellationToken);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancel_BeforeTheCall_SendsNothing()
    {
        using var server = new ScriptedServer();
        await using var client = TestClient.Create(server.Address);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ListAttributesAsync(new CancellationToken(true)));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task RateLimited_PausesTheKeyForEveryClientOnIt()
    {
        var clock = new FakeTimeProvider();
        using var server = new ScriptedServer(Reply.Status(429, "", "Retry-After: 60"), Reply.Ok("[]"));
        await using var first = TestClient.Create(server.Address, clock, options => options.MaxRetryAttempts = 0);
        await using var second = TestClient.Create(server.Address, clock);
        await using var hasty = TestClient.Create(server.Address, clock, options => options.TotalTimeout = TimeSpan.FromSeconds(59));
        await using var otherKey = TestClient.Create(server.Address, clock, options => options.ApiKey = "other");
        await Assert.ThrowsAsync<OptimoveRateLimitedException>(() => first.ListAttributesAsync());

        var paused = second.ListAttributesAsync();
        var refused = await Assert.ThrowsAsync<OptimoveRateLimitedException>(() => hasty.ListAttributesAsync());
        await otherKey.ListAttributesAsync();
        clock.Advance(TimeSpan.FromSeconds(59.9));

        Assert.Equal(TimeSpan.FromSeconds(60), refused.RetryAfter);
        Assert.False(paused.IsCompleted);
        Assert.Equal(["other"], server.Requests.Skip(1).SelectMany(request => request.Header("X-API-KEY")));
        clock.Advance(TimeSpan.FromSeconds(0.1));
        await paused;
        Assert.Equal(3, server.Requests.Count);
    }

    /// <summary>Cancels the caller's token when the wait before a retry begins.</summary>
    private sealed class CancellingClock(CancellationTokenSource source) : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(30))
            {
                _ = Task.Run(source.Cancel);
            }

            return timer;
        }
    }
}
