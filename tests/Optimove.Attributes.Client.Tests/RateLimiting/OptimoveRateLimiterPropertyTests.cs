using Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

namespace Optimove.Attributes.Client.Tests.RateLimiting;

/// <summary>What the limiter is for, on simulated time, against a server that keeps an exact log of what it saw.</summary>
public class OptimoveRateLimiterPropertyTests
{
    private static readonly RateLimit FiftyInTenSeconds = new(50, TimeSpan.FromSeconds(10));
    private static readonly RateLimit TwoThousandAnHour = new(2_000, TimeSpan.FromHours(1));

    private static readonly Dictionary<string, Func<Random, TimeSpan>> AnswerTimesByName = new()
    {
        ["50 to 600 ms"] = AnswerTimes.Between(50, 600),
        ["20 to 120 ms"] = AnswerTimes.Between(20, 120),
        ["heavy-tailed"] = AnswerTimes.HeavyTailed,
        ["at once"] = AnswerTimes.AtOnce,
    };

    public static TheoryData<string> Answers => [.. AnswerTimesByName.Keys];

    [Theory]
    [MemberData(nameof(Answers))]
    public void Acquire_DemandNeverEnds_NothingIsRefusedAndTheRateIsHeld(string answers)
    {
        var report = Run(new Traffic(AnswerTimesByName[answers]), FiftyInTenSeconds);

        Assert.Equal(100_000, report.Requests);
        Assert.Equal(0, report.Refused);
        Assert.InRange(report.ShareOf(FiftyInTenSeconds), 0.999, 1);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Acquire_BurstsAndPauses_NothingIsRefused(string answers)
    {
        var report = Run(new Traffic(AnswerTimesByName[answers]) { Callers = null }, FiftyInTenSeconds);

        Assert.Equal(100_000, report.Requests);
        Assert.Equal(0, report.Refused);
    }

    [Fact]
    public void Acquire_AnswersAreLost_NothingIsRefusedAndTheRateIsHeld()
    {
        var report = Run(new Traffic(AnswerTimes.Between(50, 600)) { LostShare = 0.02 }, FiftyInTenSeconds);

        Assert.Equal(100_000, report.Requests);
        Assert.Equal(0, report.Refused);
        Assert.InRange(report.ShareOf(FiftyInTenSeconds), 0.999, 1);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(null)]
    public void Acquire_TwoLimitsAtOnce_NothingIsRefused(int? callers)
    {
        var traffic = new Traffic(AnswerTimes.Between(50, 600)) { Callers = callers, LostShare = 0.01 };
        var report = Run(traffic, FiftyInTenSeconds, TwoThousandAnHour);

        Assert.Equal(100_000, report.Requests);
        Assert.Equal(0, report.Refused);
        Assert.InRange(report.ShareOf(TwoThousandAnHour), 0.99, 1);
    }

    [Fact]
    public void Release_WhenSentInsteadOfWhenAnswered_IsRefused()
    {
        var report = Run(new Traffic(AnswerTimes.Between(50, 600)) { ReleasesWhenSent = true }, FiftyInTenSeconds);

        Assert.InRange((double)report.Refused / report.Requests, 0.02, 1);
    }

    [Fact]
    public void Acquire_TheHourlyLimitIsNotKnown_IsRefused()
    {
        var clock = new VirtualClock();
        using var limiter = new OptimoveRateLimiter([FiftyInTenSeconds], clock);
        var traffic = new Traffic(AnswerTimes.AtOnce) { Requests = 2_001 };

        Assert.Equal(1, TrafficSimulation.Run(clock, limiter, new ServerLog(FiftyInTenSeconds, TwoThousandAnHour), traffic, seed: 1).Refused);
    }

    [Fact]
    public void TrySee_FiftyWereSeen_TheNextIsLetInOneWindowAfterTheFirst()
    {
        var server = new ServerLog(FiftyInTenSeconds);
        for (var i = 0; i < 50; i++)
        {
            Assert.True(server.TrySee(TimeSpan.FromTicks(i)));
        }

        Assert.False(server.TrySee(TimeSpan.FromTicks(99_999_999)));
        Assert.True(server.TrySee(TimeSpan.FromTicks(100_000_000)));
        Assert.False(server.TrySee(TimeSpan.FromTicks(100_000_000)));
    }

    private static TrafficReport Run(Traffic traffic, params RateLimit[] limits)
    {
        var clock = new VirtualClock();
        using var limiter = new OptimoveRateLimiter(limits, clock);
        return TrafficSimulation.Run(clock, limiter, new ServerLog(limits), traffic, seed: 20_241);
    }
}
