using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Tests.RateLimiting;

public sealed class OptimoveRateLimiterCancellationTests : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly OptimoveRateLimiter _limiter;

    public OptimoveRateLimiterCancellationTests() => _limiter = new OptimoveRateLimiter([new RateLimit(2, Window)], _time);

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public async Task AcquireAsync_TokenIsCancelledBefore_TakesNoPermit()
    {
        var token = new CancellationToken(canceled: true);

        var cancelled = await Assert.ThrowsAsync<TaskCanceledException>(async () => await _limiter.AcquireAsync(1, token));

        Assert.Equal(token, cancelled.CancellationToken);
        Assert.Equal(2, _limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public async Task AcquireAsync_CancelledWhileWaiting_TheRestMovesUp()
    {
        _limiter.AttemptAcquire(2).Dispose();
        using var source = new CancellationTokenSource();
        var first = _limiter.AcquireAsync(1, source.Token).AsTask();
        var second = _limiter.AcquireAsync(1).AsTask();
        var third = _limiter.AcquireAsync(1).AsTask();

        await source.CancelAsync();

        var cancelled = await Assert.ThrowsAsync<TaskCanceledException>(() => first);
        Assert.Equal(source.Token, cancelled.CancellationToken);
        Assert.Equal(2, _limiter.GetStatistics()!.CurrentQueuedCount);
        _time.Advance(Window);
        Assert.True(await second.IsAcquiredByNow());
        Assert.True(await third.IsAcquiredByNow());
        Assert.Equal(0, _limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public async Task AcquireAsync_TheBigOneAtTheHeadIsCancelled_TheSmallOneBehindItIsServedAtOnce()
    {
        using var lease = _limiter.AttemptAcquire();
        using var source = new CancellationTokenSource();
        var big = _limiter.AcquireAsync(2, source.Token).AsTask();
        var small = _limiter.AcquireAsync(1).AsTask();
        Assert.False(small.IsCompleted);

        await source.CancelAsync();

        Assert.True(big.IsCanceled);
        Assert.True(await small.IsAcquiredByNow());
    }

    [Fact]
    public async Task AcquireAsync_CancelledAfterItWasServed_KeepsItsPermit()
    {
        _limiter.AttemptAcquire(2).Dispose();
        using var source = new CancellationTokenSource();
        var waiter = _limiter.AcquireAsync(2, source.Token).AsTask();
        _time.Advance(Window);

        await source.CancelAsync();

        Assert.True(await waiter.IsAcquiredByNow());
        Assert.Equal(0, _limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public async Task AcquireAsync_CancelledAfterTheLimiterWasDisposed_KeepsItsRefusal()
    {
        using var all = _limiter.AttemptAcquire(2);
        using var source = new CancellationTokenSource();
        var waiter = _limiter.AcquireAsync(1, source.Token).AsTask();
        _limiter.Dispose();

        await source.CancelAsync();

        Assert.False(await waiter.IsAcquiredByNow());
    }

    [Fact]
    public async Task AcquireAsync_CancelledInTheMomentItIsServed_LosesNoPermit()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(1, Window)], _time);
        const int Rounds = 4_000;
        CancellationTokenSource? source = null;
        var (started, ended) = (0, 0);

        // Which side starts later, and by how much: whoever came first in one round gets a later start in the next, so the two stay close.
        var headStart = 0;
        var canceller = Task.Factory.StartNew(
            () =>
            {
                for (var round = 1; round <= Rounds; round++)
                {
                    SpinUntil(ref started, round);
                    Thread.SpinWait(Math.Max(0, -headStart));
                    source!.Cancel();
                    Volatile.Write(ref ended, round);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        var served = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            limiter.AttemptAcquire().Dispose();
            source = new CancellationTokenSource();
            var waiter = limiter.AcquireAsync(1, source.Token).AsTask();
            Volatile.Write(ref started, round);
            Thread.SpinWait(Math.Max(0, headStart));
            _time.Advance(Window);
            SpinUntil(ref ended, round);
            source.Dispose();

            headStart += waiter.IsCanceled ? -16 : 16;
            if (!waiter.IsCanceled)
            {
                Assert.True(await waiter.IsAcquiredByNow());
                served++;
                (await waiter).Dispose();
                _time.Advance(Window);
            }

            Assert.Equal(1, limiter.GetStatistics()!.CurrentAvailablePermits);
        }

        await canceller;
        Assert.Equal(Rounds + served, limiter.GetStatistics()!.TotalSuccessfulLeases);
    }

    [Fact]
    public async Task AcquireAsync_ManyThreadsSomeCancel_AllPermitsComeBack()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(5, TimeSpan.FromMilliseconds(10)), new RateLimit(20, TimeSpan.FromMilliseconds(50))], _time);
        var callers = Enumerable.Range(0, 16).Select(seed => Task.Run(() => CallAsync(limiter, new Random(seed)))).ToArray();
        var all = Task.WhenAll(callers);
        while (!all.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        var outcomes = await all;
        Assert.All(outcomes, static outcome => Assert.Equal(500, outcome.Served + outcome.Cancelled));
        Assert.NotEqual(0, outcomes.Sum(static outcome => outcome.Cancelled));
        Assert.Equal(outcomes.Sum(static outcome => outcome.Served), limiter.GetStatistics()!.TotalSuccessfulLeases);
        Assert.Equal(0, limiter.GetStatistics()!.CurrentQueuedCount);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(5, limiter.GetStatistics()!.CurrentAvailablePermits);
        Assert.NotNull(limiter.IdleDuration);
    }

    private static void SpinUntil(ref int value, int atLeast)
    {
        for (var spin = default(SpinWait); Volatile.Read(ref value) < atLeast; spin.SpinOnce(sleep1Threshold: -1))
        {
        }
    }

    private static async Task<(int Served, int Cancelled)> CallAsync(OptimoveRateLimiter limiter, Random random)
    {
        var (served, cancelled) = (0, 0);
        for (var i = 0; i < 500; i++)
        {
            using var source = new CancellationTokenSource();
            var waiter = limiter.AcquireAsync(random.Next(1, 4), source.Token).AsTask();
            if (random.Next(2) == 0)
            {
                Thread.SpinWait(random.Next(2_000));
                await source.CancelAsync();
            }

            try
            {
                using var lease = await waiter;
                served++;
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }
        }

        return (served, cancelled);
    }
}
