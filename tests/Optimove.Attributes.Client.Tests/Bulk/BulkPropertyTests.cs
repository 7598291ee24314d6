using Optimove.Attributes.Client.Tests.Bulk.Simulation;

namespace Optimove.Attributes.Client.Tests.Bulk;

/// <summary>
/// Random inputs, faults at every step, outages, cancellation and concurrency, on simulated time: the counts add up; no older value is sent after a newer one was answered; what the server has in
/// the end is what was last reported as taken, or a later value that is reported as unconfirmed.
/// </summary>
[Collection(SimulatedTime.Name)]
public sealed class BulkPropertyTests
{
    private const int CasesInAGroup = 1250;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Send_OverRandomInputsAndFaults_AccountsForEveryValueInOrder(int group)
    {
        var tally = new BulkTally();
        var met = new Dictionary<string, int>();
        for (var seed = group * CasesInAGroup; seed < (group + 1) * CasesInAGroup; seed++)
        {
            using var bulkCase = new BulkCase(seed);
            try
            {
                bulkCase.Run();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }

            tally.Add(bulkCase.Tally);
            foreach (var (mishap, count) in bulkCase.Server.Met)
            {
                met[mishap] = met.GetValueOrDefault(mishap) + count;
            }
        }

        Assert.True(
            tally is { Ended: > 300, EndedEarly: > 20, Cancelled: > 50, SourceFailed: > 10, Replaced: > 1000, Counts: { Confirmed: > 1000, Accepted: > 1000, Rejected: > 200, Unconfirmed: > 200, NotSent: > 200 } },
            $"{tally.Ended} ended, {tally.EndedEarly} early, {tally.Cancelled} cancelled, {tally.SourceFailed} by their source, {tally.Replaced} replaced, {tally.Counts}");
        Assert.True(met.Count == 11 && met.Values.All(static count => count > 50), string.Join(", ", met));
    }
}
