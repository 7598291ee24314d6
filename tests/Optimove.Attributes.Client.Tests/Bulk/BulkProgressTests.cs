using Optimove.Attributes.Client.Tests.Bulk.Simulation;

namespace Optimove.Attributes.Client.Tests.Bulk;

[Collection(SimulatedTime.Name)]
public sealed class BulkProgressTests
{
    private static readonly BulkUpdateOptions Defaults = new();

    [Theory]
    [InlineData(100, 100)]
    [InlineData(130, 600)]
    [InlineData(1000, 100)]
    public void TimeLeft_UnderTheLimit_IsWhatItTakes(int calls, int takesMilliseconds)
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 5, TimeSpan.FromMilliseconds(takesMilliseconds));
        var progress = new Recorder();

        var report = server.UpdateMany([.. Inputs.Customers(calls * 5)], progress: progress);

        // 50 at once, and 50 more each time that a window from their answers is over.
        var least = TimeSpan.FromMilliseconds(((calls - 1) / 50 * (10_000 + takesMilliseconds)) + takesMilliseconds);
        Assert.InRange(report.Elapsed, least, least + TimeSpan.FromSeconds(1));
        Assert.All(progress.LastOfEachMoment.Where(now => now.Elapsed < report.Elapsed - TimeSpan.FromSeconds(1)), now => Assert.InRange(
            now.TimeLeft!.Value.TotalSeconds - (report.Elapsed - now.Elapsed).TotalSeconds, -1 - (0.1 * report.Elapsed.TotalSeconds), 1 + (0.1 * report.Elapsed.TotalSeconds)));
    }

    [Fact]
    public void TimeLeft_OfASlowServer_GoesByThePace()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 5, TimeSpan.FromSeconds(5));
        var progress = new Recorder();

        // One call in five seconds.
        var report = server.UpdateMany([.. Inputs.Customers(200)], new() { MaxConcurrentCalls = 1 }, progress);

        Assert.InRange(report.Elapsed, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(201));
        Assert.All(progress.Reports.Where(static now => now.Elapsed > TimeSpan.FromSeconds(20)), now => Assert.InRange(
            now.TimeLeft!.Value.TotalSeconds - (report.Elapsed - now.Elapsed).TotalSeconds, -20, 20));
    }

    [Fact]
    public void Reports_AddUp()
    {
        using var server = new StubServer(static call => call.Customers.Contains("c30") ? StubServer.Status(System.Net.HttpStatusCode.BadRequest) : StubServer.Taken(), static options => options.MaxCustomersPerCall = 10);
        var progress = new Recorder();

        server.UpdateMany([.. Inputs.Customers(200)], progress: progress);

        Assert.All(progress.Reports.Zip(progress.Reports.Skip(1)), static pair =>
        {
            Assert.True(pair.Second.Counts.Total >= pair.First.Counts.Total && pair.Second.Calls >= pair.First.Calls && pair.Second.InputPosition >= pair.First.InputPosition && pair.Second.Elapsed >= pair.First.Elapsed);
            Assert.InRange(pair.Second.CallsInFlight, 0, Defaults.MaxConcurrentCalls);
        });
        var last = progress.Reports[^1];
        Assert.Equal((200, 200, 0, 0, false), (last.UpdatesRead, last.InputPosition, last.CallsInFlight, last.CallsAwaitingOutcome, last.IsServerUnavailable));
        Assert.Equal(new DeliveryCounts(0, 199, 1, 0, 0), last.Counts);
        Assert.Equal(server.Calls.Count, last.Calls);
        Assert.Equal(TimeSpan.Zero, last.TimeLeft);
        Assert.InRange(last.ValuesPerSecond, 1, 200);
    }

    [Fact]
    public void Outage_Shows()
    {
        using var server = new StubServer(static call => call.At < TimeSpan.FromMinutes(2) ? throw StubServer.ConnectionRefused() : StubServer.Taken());
        var progress = new Recorder();

        server.UpdateMany([.. Inputs.Customers(20)], progress: progress);

        Assert.Contains(progress.Reports, static now => now.IsServerUnavailable);
        Assert.False(progress.Reports[^1].IsServerUnavailable);
    }

    [Fact]
    public void NoCount_NoTimeLeft()
    {
        using var server = new StubServer(static _ => StubServer.Taken());
        var progress = new Recorder();

        server.Run(() => new BulkUpdater(server.Client).SendAsync(Inputs.Customers(20).ToStream(), progress).CollectAsync());

        Assert.All(progress.Reports, static now => Assert.Null(now.TimeLeft));
    }

    [Fact]
    public async Task FastServer_IsHeardOfAtEachCall()
    {
        var (client, calls) = ForeignClient.Create();
        var progress = new Recorder();

        await client.UpdateManyAsync(Inputs.Customers(50_000), progress);

        Assert.Equal(50, calls.Count);
        Assert.InRange(progress.Reports.Count, 50, 250);
    }

    [Fact]
    public void MoreThanAnybodyHas_IsExpectedForEver()
    {
        using var server = new StubServer(static _ => StubServer.Taken());
        var progress = new Recorder();

        var report = server.UpdateMany(Inputs.Customers(1500), new() { ExpectedUpdates = long.MaxValue }, progress);

        Assert.True(report.IsDelivered);
        Assert.All(progress.Reports, static now => Assert.True(now.TimeLeft > TimeSpan.FromDays(1000)));
    }

    [Fact]
    public void ProgressThatThrows_EndsTheRun_AndEveryValueIsAccountedFor()
    {
        using var server = new StubServer(static _ => StubServer.Taken(), static options => options.MaxCustomersPerCall = 10);

        var report = server.UpdateMany(Inputs.Customers(5000), progress: new Thrower());

        Assert.IsType<NotSupportedException>(report.EndedBy);
        Assert.Equal(report.UpdatesRead, report.Counts.Total);
        Assert.InRange(server.Calls.Count, 1, 51);
    }

    private sealed class Recorder : IProgress<BulkProgress>
    {
        public List<BulkProgress> Reports { get; } = [];

        public IEnumerable<BulkProgress> LastOfEachMoment => Reports.GroupBy(static now => now.Elapsed).Select(static moment => moment.Last());

        public void Report(BulkProgress value) => Reports.Add(value);
    }

    private sealed class Thrower : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => throw new NotSupportedException();
    }
}
