namespace Optimove.Attributes.Client;

/// <summary>What tells a run from a buffer.</summary>
internal sealed record BulkSettings
{
    public required int MaxConcurrentCalls { get; init; }

    public required TimeSpan MaxOutage { get; init; }

    /// <summary>How long a value may wait for its batch to fill; <see langword="null"/> for as long as there is input.</summary>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>Whether a failure that would end a run is handed over with its batch, and the next batch is tried.</summary>
    public bool GoesOnAfterFailures { get; init; }

    public long? ExpectedUpdates { get; init; }
}
