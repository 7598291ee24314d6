namespace Optimove.Attributes.Client;

/// <summary>Where a bulk run is.</summary>
public sealed record BulkProgress
{
    /// <summary>How many updates were read from the input.</summary>
    public required long UpdatesRead { get; init; }

    /// <summary>As of <see cref="BatchOutcome.InputPosition"/>.</summary>
    public required long InputPosition { get; init; }

    /// <summary>The values that are settled, by their state.</summary>
    public required DeliveryCounts Counts { get; init; }

    /// <summary>How many Update calls were made. Retries of one call do not count.</summary>
    public required int Calls { get; init; }

    /// <summary>How many calls have no answer yet; most of them may wait for a permit of the rate limit.</summary>
    public required int CallsInFlight { get; init; }

    /// <summary>How many calls were taken by the server, and have no outcome yet.</summary>
    public required int CallsAwaitingOutcome { get; init; }

    /// <summary>Whether the server is down, or turns every call away, and the run waits for it.</summary>
    public required bool IsServerUnavailable { get; init; }

    /// <summary>How long the run has taken.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The values that were answered in a second, on average; 0 at first.</summary>
    public required double ValuesPerSecond { get; init; }

    /// <summary>
    /// How long the rest will take by the rate limit, or by the pace so far where that is slower; the wait for outcomes comes on top. <see langword="null"/> where
    /// <see cref="BulkUpdateOptions.ExpectedUpdates"/> is not given.
    /// </summary>
    public TimeSpan? TimeLeft { get; init; }
}
