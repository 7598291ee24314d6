using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Tests.RateLimiting;

public sealed class OptimoveRateLimiterAddLimitsTests : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _time = new();
    private readonly OptimoveRateLimiter _limiter;

    public OptimoveRateLimiterAddLimitsTests() => _limiter = new OptimoveRateLimiter([new RateLimit(50, Window)], _time);

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public void AddLimits_ALowerOne_HoldsAtOnce()
    {
        _limiter.AddLimits([new RateLimit(5, Window)]);

        Assert.Equal(5, Free());
        Assert.Throws<ArgumentOutOfRangeException>(() => _limiter.AttemptAcquire(6));
        Assert.True(_limiter.AttemptAcquire(5).IsAcquired);
        Assert.False(_limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void AddLimits_AHigherOne_ChangesNothing()
    {
        _limiter.AddLimits([new RateLimit(60, Window)]);

        Assert.Equal(50, Free());
    }

    [Fact]
    public void AddLimits_AnEqualOne_ChangesNothing()
    {
        _limiter.AttemptAcquire(20).Dispose();

        _limiter.AddLimits([new RateLimit(50, Window)]);

        Assert.Equal(30, Free());
    }

    [Fact]
    public async Task AddLimits_MorePermitsAreOutThanTheLowerOneAllows_NoneIsGivenBeforeEnoughAreBack()
    {
        var first = _limiter.AttemptAcquire(17);
        var last = _limiter.AttemptAcquire(3);
        _limiter.AddLimits([new RateLimit(5, Window)]);
        var waiter = _limiter.AcquireAsync(2).AsTask();
        Assert.Equal(0, Free());

        first.Dispose();
        _time.Advance(Window - Tick);
        Assert.False(waiter.IsCompleted);

        _time.Advance(Tick);
        Assert.True(await waiter.IsAcquiredByNow());
        Assert.Equal(0, Free());
        last.Dispose();
        _time.Advance(Window);
        Assert.Equal(3, Free());
    }

    [Fact]
    public void AddLimits_PermitsAreOnTheirWayBack_TheyCountForTheLowerOne()
    {
        _limiter.AttemptAcquire(10).Dispose();
        _time.Advance(TimeSpan.FromSeconds(4));
        _limiter.AttemptAcquire(3).Dispose();

        _limiter.AddLimits([new RateLimit(5, Window)]);

        Assert.False(_limiter.AttemptAcquire().IsAcquired);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(2, Free());
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(5, Free());
    }

    [Fact]
    public void AddLimits_ALongerWindow_CountsWhatTheShorterStillRemembers()
    {
        _limiter.AttemptAcquire(3).Dispose();
        _time.Advance(TimeSpan.FromSeconds(9));

        _limiter.AddLimits([new RateLimit(5, TimeSpan.FromSeconds(60))]);

        Assert.Equal(2, Free());
        _time.Advance(TimeSpan.FromSeconds(51) - Tick);
        Assert.Equal(2, Free());
        Assert.Null(_limiter.IdleDuration);
        _time.Advance(Tick);
        Assert.Equal(5, Free());
        Assert.Equal(TimeSpan.Zero, _limiter.IdleDuration);
    }

    [Fact]
    public async Task AddLimits_SomeWait_TheyWaitForTheNewLimitToo()
    {
        _limiter.AttemptAcquire(50).Dispose();
        var waiter = _limiter.AcquireAsync().AsTask();
        _limiter.AddLimits([new RateLimit(50, TimeSpan.FromSeconds(60))]);

        _time.Advance(Window);
        Assert.False(waiter.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(50) - Tick);
        Assert.False(waiter.IsCompleted);

        _time.Advance(Tick);
        Assert.True(await waiter.IsAcquiredByNow());
    }

    [Fact]
    public async Task AddLimits_OneWaitsForMoreThanTheLowerOneAllows_ItIsRefusedAndTheRestMovesUp()
    {
        var all = _limiter.AttemptAcquire(50);
        var big = _limiter.AcquireAsync(6).AsTask();
        var small = _limiter.AcquireAsync(5).AsTask();

        _limiter.AddLimits([new RateLimit(5, Window)]);
        all.Dispose();
        _time.Advance(Window);

        Assert.True(await small.IsAcquiredByNow());
        Assert.False(await big.IsAcquiredByNow());
    }

    [Fact]
    public void AddLimits_OneThatCannotHold_Throws()
    {
        Assert.Throws<ArgumentException>("limits", () => _limiter.AddLimits([new RateLimit(0, Window)]));
        Assert.Throws<ArgumentNullException>("limits", () => _limiter.AddLimits([null!]));
        Assert.Equal(50, Free());
    }

    private long Free() => _limiter.GetStatistics()!.CurrentAvailablePermits;
}
