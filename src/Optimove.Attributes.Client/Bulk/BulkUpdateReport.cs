namespace Optimove.Attributes.Client;

/// <summary>What became of the values of a bulk run. It has no text form, because it names customers.</summary>
public sealed class BulkUpdateReport
{
    /// <summary>How many updates were read from the input.</summary>
    public required long UpdatesRead { get; init; }

    /// <summary>As of <see cref="BatchOutcome.InputPosition"/>: <see cref="UpdatesRead"/>, or less where the run ended early; a job that starts again from here leaves nothing out.</summary>
    public required long InputPosition { get; init; }

    /// <summary>Every value that was read, by its state.</summary>
    public required DeliveryCounts Counts { get; init; }

    /// <summary>How many of these gave way to a newer one of the same customer and attribute before they left. Each is counted with the newer one's state.</summary>
    public required long ReplacedCount { get; init; }

    /// <summary>How many Update calls were made. Retries of one call do not count.</summary>
    public required int Calls { get; init; }

    /// <summary>How long the run took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The first thousand values that did not go well, as they became known. All of them are in <see cref="ProblemGroups"/>, and with ids in the outcomes of <see cref="BulkUpdater.SendAsync"/>.</summary>
    public required IReadOnlyList<ValueOutcome> Problems { get; init; }

    /// <summary>All values that did not go well, counted by what became of them, why, and their attribute; the largest group first.</summary>
    public required IReadOnlyList<ProblemGroup> ProblemGroups { get; init; }

    /// <summary>
    /// What ended the run before its input was over: an <see cref="OptimoveException"/>, an <see cref="OperationCanceledException"/>, or what the input, the progress, a handler or a key provider of the application's own threw; <see langword="null"/> where nothing did.
    /// </summary>
    public Exception? EndedBy { get; init; }

    /// <summary>Whether the input was read to its end, and every value is confirmed, or accepted where no outcome was asked for.</summary>
    public bool IsDelivered => EndedBy is null && Counts.Problems == 0;
}
