namespace Optimove.Attributes.Client;

/// <summary>What became of the values of one batch. It has no text form, because it names customers.</summary>
public sealed class BatchOutcome
{
    /// <summary>
    /// How much of the input is settled: every update before this place, from 0, has its outcome here or in an earlier one. What the end of a run left unsent or unanswered, by a cancellation too, is not settled:
    /// a job that starts again from here leaves nothing out, and sends perhaps some twice, which does no harm.
    /// </summary>
    public required long InputPosition { get; init; }

    /// <summary>How many values of the input it is about, by their state.</summary>
    public required DeliveryCounts Counts { get; init; }

    /// <summary>How many of these gave way to a newer one of the same customer and attribute before they left. Each is counted with the newer one's state.</summary>
    public long ReplacedCount { get; init; }

    /// <summary>How many customers it is about; one with more attributes than a call may hold comes in several batches.</summary>
    public required int CustomerCount { get; init; }

    /// <summary>How many Update calls it took, those included that were refused as a whole and sent in halves; retries of one call do not count. 0 where none was made.</summary>
    public int Calls { get; init; }

    /// <summary>What the server said when it took the call; <see langword="null"/> where it did not, or nobody heard.</summary>
    public UpdateReceipt? Receipt { get; init; }

    /// <summary>Every value that is neither confirmed nor accepted.</summary>
    public IReadOnlyList<ValueOutcome> Problems { get; init; } = [];

    /// <summary>
    /// The updates, or the parts of them, that are not known to be on the server, with their values, to be mended or kept and sent again: all of the batch or nothing. Where the server took the call and refused
    /// values later, only their ids and names are known any more, from <see cref="Problems"/>.
    /// </summary>
    public IReadOnlyList<CustomerUpdate> Undelivered { get; init; } = [];

    /// <summary>
    /// Why the batch as a whole was not taken: mostly an <see cref="OptimoveException"/>, else what the input, a handler or a key provider of the application's own threw; <see langword="null"/> where it was taken, or
    /// where the run was cancelled.
    /// </summary>
    public Exception? Exception { get; init; }
}
