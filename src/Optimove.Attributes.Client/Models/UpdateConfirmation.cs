namespace Optimove.Attributes.Client;

/// <summary>What really became of each value of an Update call. The three counts add up to the values that were sent.</summary>
public sealed class UpdateConfirmation
{
    internal UpdateConfirmation(UpdateReceipt? receipt, string callId, int valueCount, IReadOnlyList<ValueOutcome> problems)
    {
        Receipt = receipt;
        CallId = callId;
        Problems = problems;
        RejectedCount = problems.Count(static problem => problem.State == DeliveryState.Rejected);
        UnconfirmedCount = problems.Count - RejectedCount;
        ConfirmedCount = valueCount - problems.Count;
    }

    /// <summary>What the server said when it took the call; <see langword="null"/> where there was no usable answer, so that the outcome alone tells.</summary>
    public UpdateReceipt? Receipt { get; }

    /// <summary>The id of the call in its token.</summary>
    public string CallId { get; }

    /// <summary>How many values the server's outcome says were applied.</summary>
    public int ConfirmedCount { get; }

    /// <summary>How many values the server refused.</summary>
    public int RejectedCount { get; }

    /// <summary>How many values may be on the server or not.</summary>
    public int UnconfirmedCount { get; }

    /// <summary>Every value that was not confirmed, in the order of the input.</summary>
    public IReadOnlyList<ValueOutcome> Problems { get; }
}
