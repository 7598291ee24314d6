using Microsoft.Extensions.Time.Testing;

namespace Optimove.Attributes.Client.Tests.RateLimiting;

public class SharedRateLimitersTests
{
    private static readonly Uri Address = new("https://api4.optimove.net/");
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly RateLimit Fifty = new(50, Window);

    // Each test has a clock, so limiters, of its own.
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("https://api4.optimove.net/")]
    [InlineData("https://api4.optimove.net")]
    [InlineData("https://API4.optimove.net:443/")]
    public void For_SameAddressKeyAndClock_IsShared(string address)
    {
        using var first = new SharedRateLimiters(Address, [Fifty], _time);
        using var second = new SharedRateLimiters(new Uri(address), [Fifty], _time);

        Assert.Same(first.For("key"), second.For("key"));
        Assert.Same(first.For("key"), first.For("key"));
    }

    [Fact]
    public void For_AnotherKey_IsNotShared()
    {
        using var first = new SharedRateLimiters(Address, [Fifty], _time);
        using var second = new SharedRateLimiters(Address, [Fifty], _time);

        Assert.NotSame(first.For("key"), second.For("KEY"));
        Assert.NotSame(first.For("key"), first.For("another key"));
    }

    [Theory]
    [InlineData("https://api5.optimove.net/")]
    [InlineData("https://api4.optimove.net/current/")]
    [InlineData("http://api4.optimove.net/")]
    public void For_AnotherAddress_IsNotShared(string address)
    {
        using var first = new SharedRateLimiters(Address, [Fifty], _time);
        using var second = new SharedRateLimiters(new Uri(address), [Fifty], _time);

        Assert.NotSame(first.For("key"), second.For("key"));
    }

    [Fact]
    public void For_AnotherClock_IsNotShared()
    {
        using var first = new SharedRateLimiters(Address, [Fifty], _time);
        using var second = new SharedRateLimiters(Address, [Fifty], new FakeTimeProvider());

        Assert.NotSame(first.For("key"), second.For("key"));
    }

    [Theory]
    [InlineData(50, 5)]
    [InlineData(5, 50)]
    public void For_ClientsWithDifferentLimits_TheLowerWinsWhicheverCameFirst(int firstLimit, int secondLimit)
    {
        using var first = new SharedRateLimiters(Address, [new RateLimit(firstLimit, Window)], _time);
        using var second = new SharedRateLimiters(Address, [new RateLimit(secondLimit, Window)], _time);
        first.For("key");

        var shared = second.For("key");

        Assert.Equal(5, shared.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public void For_ClientWithInvalidLimits_DoesNotKeepTheSharedOneAlive()
    {
        var first = new SharedRateLimiters(Address, [Fifty], _time);
        using var invalid = new SharedRateLimiters(Address, [new RateLimit(0, Window)], _time);
        var shared = first.For("key");

        Assert.Throws<ArgumentException>("limits", () => invalid.For("key"));
        first.Dispose();

        Assert.Throws<ObjectDisposedException>(() => shared.AttemptAcquire());
    }

    [Fact]
    public void Dispose_AnotherClientIsLeft_TheLimiterStays()
    {
        var first = new SharedRateLimiters(Address, [Fifty], _time);
        using var second = new SharedRateLimiters(Address, [Fifty], _time);
        var shared = first.For("key");
        second.For("key");
        using var taken = shared.AttemptAcquire(30);

        first.Dispose();
        first.Dispose();

        Assert.Same(shared, second.For("key"));
        Assert.True(shared.AttemptAcquire(20).IsAcquired);
        Assert.False(shared.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public async Task Dispose_TheLastClient_EndsTheLimiterAndANewOneStartsFresh()
    {
        var first = new SharedRateLimiters(Address, [new RateLimit(5, Window)], _time);
        var second = new SharedRateLimiters(Address, [Fifty], _time);
        var old = first.For("key");
        second.For("key");
        using var taken = old.AttemptAcquire(5);
        var waiter = old.AcquireAsync().AsTask();

        first.Dispose();
        Assert.False(waiter.IsCompleted);
        second.Dispose();

        Assert.False(await waiter.IsAcquiredByNow());
        using var third = new SharedRateLimiters(Address, [Fifty], _time);
        Assert.NotSame(old, third.For("key"));
        Assert.Equal(50, third.For("key").GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public void For_Disposed_Throws()
    {
        var client = new SharedRateLimiters(Address, [Fifty], _time);
        client.For("key");
        client.Dispose();

        Assert.Throws<ObjectDisposedException>(() => client.For("key"));
        Assert.Throws<ObjectDisposedException>(() => client.For("another key"));
    }

    [Fact]
    public void For_TheKeyRotatesAgainAndAgain_OldKeysDoNotAccumulate()
    {
        using var client = new SharedRateLimiters(Address, [Fifty], _time);
        var old = RotateAHundredTimes(client);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(100, old.Length);
        Assert.InRange(old.Count(static limiter => limiter.TryGetTarget(out _)), 0, 2);
    }

    [Fact]
    public void For_TheKeyRotatesWhileAPermitOfTheOldOneIsOutOrCooling_TheOldOneIsKept()
    {
        using var client = new SharedRateLimiters(Address, [Fifty], _time);
        var old = client.For("old");
        var lease = old.AttemptAcquire();
        client.For("new");
        Assert.Same(old, client.For("old"));

        lease.Dispose();
        client.For("newer");
        Assert.Same(old, client.For("old"));

        _time.Advance(Window);
        client.For("newest");
        Assert.NotSame(old, client.For("old"));
    }

    [Fact]
    public void For_TheKeyRotatesBetweenLookUpAndAcquire_TheOldLimiterStillServes()
    {
        using var client = new SharedRateLimiters(Address, [Fifty], _time);
        var old = client.For("old");

        client.For("new");

        Assert.True(old.AttemptAcquire().IsAcquired);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference<OptimoveRateLimiter>[] RotateAHundredTimes(SharedRateLimiters client) =>
        [.. Enumerable.Range(0, 100).Select(number =>
        {
            var limiter = client.For($"key {number}");
            limiter.AttemptAcquire().Dispose();
            _time.Advance(Window);
            return new WeakReference<OptimoveRateLimiter>(limiter);
        })];
}
