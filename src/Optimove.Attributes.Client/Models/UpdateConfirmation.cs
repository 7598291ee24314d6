namespace Optimove.Attributes.Client;

/// <summary>What really became of each value of an Update call. The three counts add up to the values that were sent.</summary>
public sealed class UpdateConfirmation
{
    /// <summary>What the server said when it took the call; <see langword="null"/> where there was no usable answer, so that the outcome alone tells.</summary>
    public UpdateReceipt? Receipt { get; init; }

    /// <summary>The id of the call in its token.</summary>
    public required string CallId { get; init; }

    /// <summary>How many values were sent.</summary>
    public required int ValueCount { get; init; }

    /// <summary>How many values the server's outcome says were applied.</summary>
    public int ConfirmedCount => ValueCount - Problems.Count;

    /// <summary>How many values the server refused.</summary>
    public int RejectedCount => Problems.Count(static problem => problem.State == DeliveryState.Rejected);

    /// <summary>How many values may be on the server or not.</summary>
    public int UnconfirmedCount => Problems.Count - RejectedCount;

    /// <summary>Every value that was not confirmed, in the order of the input.</summary>
    public IReadOnlyList<ValueOutcome> Problems { get; init; } = [];
}
