namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>What cases came to, to see that they met everything.</summary>
internal sealed class BulkTally
{
    public int Read { get; set; }

    public int Ended { get; set; }

    public int EndedEarly { get; set; }

    public int Cancelled { get; set; }

    public int SourceFailed { get; set; }

    public DeliveryCounts Counts { get; set; }

    public long Replaced { get; set; }

    public long Calls { get; set; }

    public void Add(BulkTally other)
    {
        Ended += other.Ended;
        EndedEarly += other.EndedEarly;
        Cancelled += other.Cancelled;
        SourceFailed += other.SourceFailed;
        Counts += other.Counts;
        Replaced += other.Replaced;
        Calls += other.Calls;
    }
}
