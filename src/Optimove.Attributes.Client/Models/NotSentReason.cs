namespace Optimove.Attributes.Client;

/// <summary>Why something was not sent.</summary>
public enum NotSentReason
{
    /// <summary>Its update can't be right, as <see cref="OptimoveValidationException.Violations"/> of the outcome say.</summary>
    Invalid,

    /// <summary>The run was cancelled, or the buffer was stopped, before it left.</summary>
    Cancelled,

    /// <summary>There was no way to the server for longer than <see cref="BulkUpdateOptions.MaxOutage"/>.</summary>
    ServerUnavailable,

    /// <summary>The rate limit turned its call away for longer than <see cref="BulkUpdateOptions.MaxOutage"/>.</summary>
    RateLimited,

    /// <summary>The run ended early, for what befell other values or none: a key that is refused, batches that are refused whole, an input, a handler or a key provider of the application's own that failed.</summary>
    RunEnded,
}
