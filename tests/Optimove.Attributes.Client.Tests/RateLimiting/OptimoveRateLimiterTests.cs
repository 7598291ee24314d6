using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.RateLimiting;

public sealed class OptimoveRateLimiterTests : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _time = new();
    private readonly OptimoveRateLimiter _limiter;

    public OptimoveRateLimiterTests() => _limiter = new OptimoveRateLimiter([new RateLimit(50, Window)], _time);

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public void AttemptAcquire_FiftyWereTaken_The51stIsRefused()
    {
        for (var i = 0; i < 50; i++)
        {
            Assert.True(_limiter.AttemptAcquire().IsAcquired);
        }

        Assert.False(_limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public async Task AcquireAsync_FiftyWereTaken_The51stWaitsOneWindowFromTheFirstAnswer()
    {
        var leases = new List<RateLimitLease>();
        for (var i = 0; i < 50; i++)
        {
            var acquired = _limiter.AcquireAsync();
            Assert.True(acquired.IsCompleted);
            leases.Add(await acquired);
        }

        var waiter = _limiter.AcquireAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(3));
        leases[0].Dispose();
        _time.Advance(Window - Tick);
        Assert.False(waiter.IsCompleted);

        _time.Advance(Tick);
        Assert.True(await waiter.IsAcquiredByNow());
    }

    [Fact]
    public void AttemptAcquire_OneWasAnswered_ItsPermitIsBackOneWindowLaterAndNotATickBefore()
    {
        var first = _limiter.AttemptAcquire();
        using var others = _limiter.AttemptAcquire(49);
        _time.Advance(TimeSpan.FromSeconds(7));
        first.Dispose();

        _time.Advance(Window - Tick);
        Assert.False(_limiter.AttemptAcquire().IsAcquired);

        _time.Advance(Tick);
        Assert.True(_limiter.AttemptAcquire().IsAcquired);
        Assert.False(_limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void AttemptAcquire_NothingIsAnswered_NoPermitComesBack()
    {
        using var all = _limiter.AttemptAcquire(50);

        _time.Advance(TimeSpan.FromDays(1));

        Assert.False(_limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void AttemptAcquire_LeaseOfMany_AllItsPermitsAreBackOneWindowAfterIt()
    {
        _limiter.AttemptAcquire(30).Dispose();
        using var others = _limiter.AttemptAcquire(20);

        _time.Advance(Window - Tick);
        Assert.False(_limiter.AttemptAcquire().IsAcquired);

        _time.Advance(Tick);
        Assert.False(_limiter.AttemptAcquire(31).IsAcquired);
        Assert.True(_limiter.AttemptAcquire(30).IsAcquired);
    }

    [Fact]
    public async Task AcquireAsync_WindowIsNotWholeMilliseconds_WaiterIsServedAtMostAMillisecondLate()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(1, TimeSpan.FromTicks(12_345))], _time);
        limiter.AttemptAcquire().Dispose();
        var waiter = limiter.AcquireAsync().AsTask();

        _time.Advance(TimeSpan.FromTicks(12_344));
        Assert.False(waiter.IsCompleted);

        _time.Advance(TimeSpan.FromTicks(10_001));
        Assert.True(await waiter.IsAcquiredByNow());
    }

    [Fact]
    public void AttemptAcquire_SeveralLimits_TheTightestOfTheMomentHolds()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(3, TimeSpan.FromSeconds(10)), new RateLimit(5, TimeSpan.FromSeconds(60))], _time);

        Assert.Equal(3, TakeAndAnswer(limiter));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, TakeAndAnswer(limiter));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, TakeAndAnswer(limiter));
        _time.Advance(TimeSpan.FromSeconds(40) - Tick);
        Assert.Equal(0, TakeAndAnswer(limiter));
        _time.Advance(Tick);
        Assert.Equal(3, TakeAndAnswer(limiter));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, TakeAndAnswer(limiter));
    }

    [Fact]
    public async Task AcquireAsync_SeveralLimits_WaiterIsServedWhenTheLastOfThemAllows()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(1, TimeSpan.FromSeconds(10)), new RateLimit(2, TimeSpan.FromSeconds(60))], _time);
        limiter.AttemptAcquire().Dispose();
        _time.Advance(TimeSpan.FromSeconds(10));
        limiter.AttemptAcquire().Dispose();
        var waiter = limiter.AcquireAsync().AsTask();

        _time.Advance(TimeSpan.FromSeconds(50) - Tick);
        Assert.False(waiter.IsCompleted);

        _time.Advance(Tick);
        Assert.True(await waiter.IsAcquiredByNow());
    }

    [Fact]
    public async Task AcquireAsync_ManyWait_TheyAreServedInTheOrderInWhichTheyCame()
    {
        var leases = Enumerable.Range(0, 50).Select(_ => _limiter.AttemptAcquire()).ToArray();
        var waiters = Enumerable.Range(0, 3).Select(_ => _limiter.AcquireAsync().AsTask()).ToArray();

        foreach (var lease in leases[..3])
        {
            lease.Dispose();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal([true, false, false], waiters.Select(static waiter => waiter.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([true, true, false], waiters.Select(static waiter => waiter.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await waiters[2].IsAcquiredByNow());
    }

    [Fact]
    public async Task AcquireAsync_ABigOneWaits_ALaterSmallOneDoesNotOvertakeIt()
    {
        using var twenty = _limiter.AttemptAcquire(20);
        var thirty = _limiter.AttemptAcquire(30);
        thirty.Dispose();
        _time.Advance(Window);

        var big = _limiter.AcquireAsync(31).AsTask();
        var small = _limiter.AcquireAsync(1).AsTask();
        Assert.False(_limiter.AttemptAcquire().IsAcquired);
        Assert.False(big.IsCompleted);
        Assert.False(small.IsCompleted);

        twenty.Dispose();
        _time.Advance(Window);
        Assert.True(await big.IsAcquiredByNow());
        Assert.True(await small.IsAcquiredByNow());
        Assert.Equal(18, _limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public void Dispose_LeaseTwice_ReturnsItsPermitOnce()
    {
        var first = _limiter.AttemptAcquire();
        using var others = _limiter.AttemptAcquire(49);

        first.Dispose();
        first.Dispose();
        _time.Advance(Window);

        Assert.Equal(1, _limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public void AttemptAcquire_None_TellsWhetherAPermitIsFree()
    {
        var forty_nine = _limiter.AttemptAcquire(49);
        Assert.True(_limiter.AttemptAcquire(0).IsAcquired);
        Assert.Equal(1, _limiter.GetStatistics()!.CurrentAvailablePermits);

        using var last = _limiter.AttemptAcquire();
        Assert.False(_limiter.AttemptAcquire(0).IsAcquired);

        forty_nine.Dispose();
        _time.Advance(Window);
        Assert.True(_limiter.AttemptAcquire(0).IsAcquired);
    }

    [Fact]
    public async Task AcquireAsync_None_WaitsForAFreePermitAndTakesNone()
    {
        _limiter.AttemptAcquire(50).Dispose();
        var none = _limiter.AcquireAsync(0).AsTask();

        _time.Advance(Window - Tick);
        Assert.False(none.IsCompleted);

        _time.Advance(Tick);
        Assert.True(await none.IsAcquiredByNow());
        Assert.Equal(50, _limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public async Task Acquire_MoreThanTheLowestLimit_Throws()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(3, Window), new RateLimit(5, TimeSpan.FromHours(1))], _time);

        Assert.Throws<ArgumentOutOfRangeException>("permitCount", () => limiter.AttemptAcquire(4));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("permitCount", async () => await limiter.AcquireAsync(4));
        Assert.True(limiter.AttemptAcquire(3).IsAcquired);
    }

    [Fact]
    public void AttemptAcquire_PermitsAreOnTheirWayBack_RetryAfterSaysWhenEnoughAreThere()
    {
        _limiter.AttemptAcquire(20).Dispose();
        _time.Advance(TimeSpan.FromSeconds(4));
        _limiter.AttemptAcquire(30).Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(5), RetryAfter(_limiter.AttemptAcquire(20)));
        Assert.Equal(TimeSpan.FromSeconds(9), RetryAfter(_limiter.AttemptAcquire(21)));
    }

    [Fact]
    public void AttemptAcquire_PermitsAreOut_RetryAfterIsNotKnown()
    {
        using var all = _limiter.AttemptAcquire(50);

        using var refused = _limiter.AttemptAcquire();

        Assert.Empty(refused.MetadataNames);
        Assert.False(refused.TryGetMetadata(MetadataName.RetryAfter, out _));
    }

    [Fact]
    public void AttemptAcquire_Refused_NamesItsMetadata()
    {
        _limiter.AttemptAcquire(50).Dispose();

        using var refused = _limiter.AttemptAcquire();

        Assert.Equal(["RETRY_AFTER"], refused.MetadataNames);
        Assert.False(refused.TryGetMetadata("REASON_PHRASE", out _));
    }

    [Fact]
    public void AttemptAcquire_Acquired_HasNoMetadata()
    {
        using var lease = _limiter.AttemptAcquire();

        Assert.Empty(lease.MetadataNames);
        Assert.False(lease.TryGetMetadata(MetadataName.RetryAfter, out _));
    }

    [Fact]
    public async Task GetStatistics_AnswersWhatIsFreeWaitingServedAndRefused()
    {
        Assert.Equal((50, 0, 0, 0), Statistics());

        var forty = _limiter.AttemptAcquire(40);
        Assert.False(_limiter.AttemptAcquire(11).IsAcquired);
        Assert.Equal((10, 0, 1, 1), Statistics());

        var waiter = _limiter.AcquireAsync(15).AsTask();
        var second = _limiter.AcquireAsync(2).AsTask();
        Assert.Equal((10, 17, 1, 1), Statistics());

        forty.Dispose();
        Assert.Equal((10, 17, 1, 1), Statistics());

        _time.Advance(Window);
        Assert.True(await waiter.IsAcquiredByNow());
        Assert.True(await second.IsAcquiredByNow());
        Assert.Equal((33, 0, 3, 1), Statistics());
    }

    [Fact]
    public async Task IdleDuration_CountsFromWhenTheLastPermitIsBack()
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), _limiter.IdleDuration);

        var all = _limiter.AttemptAcquire(50);
        Assert.Null(_limiter.IdleDuration);

        var waiter = _limiter.AcquireAsync().AsTask();
        all.Dispose();
        Assert.Null(_limiter.IdleDuration);

        _time.Advance(Window);
        (await waiter).Dispose();
        _time.Advance(Window - Tick);
        Assert.Null(_limiter.IdleDuration);

        _time.Advance(Tick);
        Assert.Equal(TimeSpan.Zero, _limiter.IdleDuration);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), _limiter.IdleDuration);
    }

    [Fact]
    public void IdleDuration_SeveralLimits_CountsFromTheEndOfTheLongestWindow()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(3, TimeSpan.FromSeconds(10)), new RateLimit(5, TimeSpan.FromSeconds(60))], _time);
        limiter.AttemptAcquire().Dispose();

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(limiter.IdleDuration);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(1), limiter.IdleDuration);
    }

    [Fact]
    public async Task Dispose_SomeWait_TheyGetLeasesThatAreNotAcquired()
    {
        var all = _limiter.AttemptAcquire(50);
        var first = _limiter.AcquireAsync().AsTask();
        var second = _limiter.AcquireAsync(3).AsTask();

        _limiter.Dispose();

        Assert.False(await first.IsAcquiredByNow());
        Assert.False(await second.IsAcquiredByNow());
        Assert.Equal(2, _limiter.GetStatistics()!.TotalFailedLeases);
        all.Dispose();
        _limiter.Dispose();
    }

    [Fact]
    public async Task DisposeAsync_SomeWait_TheyGetLeasesThatAreNotAcquired()
    {
        using var all = _limiter.AttemptAcquire(50);
        var waiter = _limiter.AcquireAsync().AsTask();

        await _limiter.DisposeAsync();

        Assert.False(await waiter.IsAcquiredByNow());
    }

    [Fact]
    public async Task Acquire_Disposed_Throws()
    {
        _limiter.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _limiter.AttemptAcquire());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await _limiter.AcquireAsync());
    }

    [Fact]
    public void Constructor_NoLimits_Throws()
    {
        Assert.Throws<ArgumentNullException>("limits", () => new OptimoveRateLimiter(null!));
        Assert.Throws<ArgumentException>("limits", () => new OptimoveRateLimiter([]));
        Assert.Throws<ArgumentNullException>("limits", () => new OptimoveRateLimiter([new RateLimit(1, Window), null!]));
    }

    [Theory]
    [InlineData(0, 10_000_000)]
    [InlineData(-1, 10_000_000)]
    [InlineData(50, 0)]
    [InlineData(50, -1)]
    [InlineData(50, (24 * 36_000_000_000L) + 1)]
    public void Constructor_LimitThatCannotHold_Throws(int permitLimit, long windowTicks) =>
        Assert.Throws<ArgumentException>("limits", () => new OptimoveRateLimiter([new RateLimit(permitLimit, TimeSpan.FromTicks(windowTicks))]));

    [Theory]
    [MemberData(nameof(CultureScope.All), MemberType = typeof(CultureScope))]
    public void Constructor_LimitThatCannotHold_IsNamedInTheInvariantCulture(string culture)
    {
        using var scope = new CultureScope(culture);

        var exception = Assert.Throws<ArgumentException>(() => new OptimoveRateLimiter([new RateLimit(-5, TimeSpan.FromSeconds(10))]));

        Assert.StartsWith("A limit of -5 in 00:00:10:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_SmallestAndLargestWindow_Hold()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(2, Tick), new RateLimit(3, TimeSpan.FromDays(1))], _time);

        Assert.Equal(2, TakeAndAnswer(limiter));
        _time.Advance(Tick);
        Assert.Equal(1, TakeAndAnswer(limiter));
        _time.Advance(TimeSpan.FromDays(1) - Tick);
        Assert.Equal(2, TakeAndAnswer(limiter));
    }

    [Fact]
    public void AttemptAcquire_ClockIsCoarserThanTheWindow_NoWindowIsShorter()
    {
        var seconds = new SecondsClock();
        using var limiter = new OptimoveRateLimiter([new RateLimit(1, TimeSpan.FromMilliseconds(1_500))], seconds);
        limiter.AttemptAcquire().Dispose();

        seconds.Now = 1;
        Assert.False(limiter.AttemptAcquire().IsAcquired);
        seconds.Now = 2;
        Assert.True(limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void Constructor_NoClock_TakesTheSystemsOne()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(1, TimeSpan.FromDays(1))]);
        limiter.AttemptAcquire().Dispose();

        Assert.InRange(RetryAfter(limiter.AttemptAcquire())!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    private static int TakeAndAnswer(OptimoveRateLimiter limiter)
    {
        var leases = new List<RateLimitLease>();
        while (limiter.AttemptAcquire() is { IsAcquired: true } lease)
        {
            leases.Add(lease);
        }

        leases.ForEach(static lease => lease.Dispose());
        return leases.Count;
    }

    private static TimeSpan? RetryAfter(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : null;

    private (long Free, long Waiting, long Served, long Refused) Statistics()
    {
        var statistics = _limiter.GetStatistics()!;
        return (statistics.CurrentAvailablePermits, statistics.CurrentQueuedCount, statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases);
    }

    private sealed class SecondsClock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
