using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Tests.RateLimiting;

public sealed class OptimoveRateLimiterPauseTests : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _time = new();
    private readonly OptimoveRateLimiter _limiter;

    public OptimoveRateLimiterPauseTests() => _limiter = new OptimoveRateLimiter([new RateLimit(2, Window)], _time);

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public async Task Pause_PermitsAreFree_NobodyGetsOneMeanwhile()
    {
        _limiter.Pause(TimeSpan.FromSeconds(7));
        var waiter = _limiter.AcquireAsync().AsTask();

        _time.Advance(TimeSpan.FromSeconds(7) - Tick);
        Assert.False(waiter.IsCompleted);
        Assert.Equal(Tick, RetryAfter(_limiter.AttemptAcquire()));

        _time.Advance(Tick);
        Assert.True(await waiter.IsAcquiredByNow());
        Assert.True(_limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public async Task Pause_SomeWait_TheyAreServedAfterItInTheirOrder()
    {
        _limiter.AttemptAcquire(2).Dispose();
        var first = _limiter.AcquireAsync(2).AsTask();
        var second = _limiter.AcquireAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(9));
        _limiter.Pause(TimeSpan.FromSeconds(20));

        _time.Advance(TimeSpan.FromSeconds(20) - Tick);
        Assert.False(first.IsCompleted);

        _time.Advance(Tick);
        Assert.True(await first.IsAcquiredByNow());
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task Pause_APermitIsStillCoolingWhenItEnds_TheWaiterWaitsForThePermit()
    {
        _limiter.AttemptAcquire(2).Dispose();
        var waiter = _limiter.AcquireAsync().AsTask();
        _limiter.Pause(TimeSpan.FromSeconds(4));

        _time.Advance(Window - Tick);
        Assert.False(waiter.IsCompleted);

        _time.Advance(Tick);
        Assert.True(await waiter.IsAcquiredByNow());
    }

    [Fact]
    public async Task Pause_APermitIsAnsweredMeanwhile_NobodyIsServedBeforeItsEnd()
    {
        var lease = _limiter.AttemptAcquire(2);
        var waiter = _limiter.AcquireAsync().AsTask();
        _limiter.Pause(TimeSpan.FromSeconds(30));

        lease.Dispose();
        _time.Advance(TimeSpan.FromSeconds(30) - Tick);
        Assert.False(waiter.IsCompleted);

        _time.Advance(Tick);
        Assert.True(await waiter.IsAcquiredByNow());
    }

    [Fact]
    public async Task Pause_LongerThanSomeWouldWait_TheseAreRefusedWithRetryAfter()
    {
        using var all = _limiter.AttemptAcquire(2);
        var patient = _limiter.AcquireAsync(1, TimeSpan.FromSeconds(20), CancellationToken.None).AsTask();
        var hurried = _limiter.AcquireAsync(1, TimeSpan.FromSeconds(20) - Tick, CancellationToken.None).AsTask();
        var endless = _limiter.AcquireAsync().AsTask();

        _limiter.Pause(TimeSpan.FromSeconds(20));

        Assert.False(await hurried.IsAcquiredByNow());
        Assert.Equal(TimeSpan.FromSeconds(20), RetryAfter(await hurried));
        Assert.False(patient.IsCompleted);
        Assert.False(endless.IsCompleted);
        Assert.Equal(1, _limiter.GetStatistics()!.TotalFailedLeases);
        all.Dispose();
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(await patient.IsAcquiredByNow());
        Assert.True(await endless.IsAcquiredByNow());
    }

    [Fact]
    public async Task AcquireAsync_PausedForLongerThanItWouldWait_IsRefusedAtOnceWithRetryAfter()
    {
        _limiter.Pause(TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(5));

        var hurried = _limiter.AcquireAsync(1, TimeSpan.FromSeconds(15) - Tick, CancellationToken.None).AsTask();
        var patient = _limiter.AcquireAsync(1, TimeSpan.FromSeconds(15), CancellationToken.None).AsTask();

        Assert.False(await hurried.IsAcquiredByNow());
        Assert.Equal(TimeSpan.FromSeconds(15), RetryAfter(await hurried));
        Assert.Equal(1, _limiter.GetStatistics()!.TotalFailedLeases);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(await patient.IsAcquiredByNow());
    }

    [Fact]
    public async Task AcquireAsync_NotPaused_WaitsForItsPermitLongerThanItWouldWaitOutAPause()
    {
        _limiter.AttemptAcquire(2).Dispose();
        var waiter = _limiter.AcquireAsync(1, TimeSpan.Zero, CancellationToken.None).AsTask();
        Assert.False(waiter.IsCompleted);

        _time.Advance(Window);

        Assert.True(await waiter.IsAcquiredByNow());
    }

    [Theory]
    [InlineData(30, 5)]
    [InlineData(5, 30)]
    [InlineData(30, -5)]
    public void Pause_AnotherOne_TheOneThatEndsLaterWins(int firstSeconds, int secondSeconds)
    {
        _limiter.Pause(TimeSpan.FromSeconds(firstSeconds));
        _limiter.Pause(TimeSpan.FromSeconds(secondSeconds));

        Assert.Equal(TimeSpan.FromSeconds(30), RetryAfter(_limiter.AttemptAcquire()));
    }

    [Fact]
    public void Pause_ForNoTime_ChangesNothing()
    {
        _limiter.Pause(TimeSpan.Zero);
        _limiter.Pause(TimeSpan.MinValue);

        Assert.True(_limiter.AttemptAcquire().IsAcquired);
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public async Task Pause_ForEver_SomeWaitAndSomeAreRefused(TimeProvider clock)
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(2, Window)], clock);
        using var all = limiter.AttemptAcquire(2);
        var endless = limiter.AcquireAsync().AsTask();
        var hurried = limiter.AcquireAsync(1, TimeSpan.FromDays(300), CancellationToken.None).AsTask();

        limiter.Pause(TimeSpan.MaxValue);
        limiter.Pause(TimeSpan.MaxValue);
        all.Dispose();
        var late = limiter.AcquireAsync().AsTask();

        Assert.False(await hurried.IsAcquiredByNow());
        Assert.InRange(RetryAfter(await hurried)!.Value, TimeSpan.FromDays(364), TimeSpan.FromDays(366));
        Assert.InRange(RetryAfter(limiter.AttemptAcquire())!.Value, TimeSpan.FromDays(364), TimeSpan.FromDays(366));
        Assert.False(endless.IsCompleted);
        Assert.False(late.IsCompleted);
    }

    public static TheoryData<TimeProvider> Clocks => [TimeProvider.System, new FakeTimeProvider()];

    [Fact]
    public async Task Pause_LongerThanATimerCanBe_WaiterIsServedAtItsEnd()
    {
        _limiter.Pause(TimeSpan.FromDays(60));
        var waiter = _limiter.AcquireAsync().AsTask();

        for (var day = 0; day < 59; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
        }

        _time.Advance(TimeSpan.FromDays(1) - Tick);
        Assert.False(waiter.IsCompleted);

        _time.Advance(Tick);
        Assert.True(await waiter.IsAcquiredByNow());
    }

    [Fact]
    public void Pause_Idle_IsNotIdleBeforeItsEnd()
    {
        _limiter.Pause(TimeSpan.FromSeconds(20));

        _time.Advance(TimeSpan.FromSeconds(20) - Tick);
        Assert.Null(_limiter.IdleDuration);

        _time.Advance(Tick + TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _limiter.IdleDuration);
    }

    [Fact]
    public void Pause_Disposed_DoesNothing()
    {
        _limiter.Dispose();

        _limiter.Pause(TimeSpan.FromSeconds(5));

        Assert.Throws<ObjectDisposedException>(() => _limiter.AttemptAcquire());
    }

    private static TimeSpan? RetryAfter(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : null;
}
