namespace Optimove.Attributes.Client.Tests.RateLimiting;

public class ReleaseLogTests
{
    [Fact]
    public void Add_MoreThanItHasRoomFor_KeepsNumbersAndOrder()
    {
        var log = new ReleaseLog();
        log.Add(1_000, 40);
        log.RemoveBefore(30);
        log.Add(2_000, 50);
        log.Add(3_000, 200);

        Assert.Equal(30, log.Start);
        Assert.Equal(290, log.End);
        Assert.All(Enumerable.Range(30, 10), number => Assert.Equal(1_000, log[number]));
        Assert.All(Enumerable.Range(40, 50), number => Assert.Equal(2_000, log[number]));
        Assert.All(Enumerable.Range(90, 200), number => Assert.Equal(3_000, log[number]));
    }

    [Fact]
    public void RemoveBefore_OverAndOver_NumbersGoOn()
    {
        var log = new ReleaseLog();
        for (var number = 0; number < 1_000; number++)
        {
            log.Add(number * 10, 1);
            log.RemoveBefore(Math.Max(0, number - 4));
        }

        Assert.Equal(995, log.Start);
        Assert.Equal(1_000, log.End);
        Assert.Equal(9_950, log[995]);
        Assert.Equal(9_990, log[999]);
    }

    [Fact]
    public void Add_None_ChangesNothing()
    {
        var log = new ReleaseLog();
        log.Add(1_000, 0);

        Assert.Equal(0, log.End);
    }
}
