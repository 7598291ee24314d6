namespace Optimove.Attributes.Client;

/// <summary>One Update call. It may be sent again, with the same address for its outcome, until it is answered.</summary>
internal interface IUpdateCall : IDisposable
{
    /// <summary>Whether an outcome is to come.</summary>
    bool IsTracked { get; }

    /// <summary>Whether the outcome is there.</summary>
    bool HasOutcome { get; }

    /// <summary>Whether the server may have taken an attempt that was not answered, so that it may still arrive.</summary>
    bool MayHaveArrived { get; }

    /// <summary>What the server said when it took the call; <see langword="null"/> while it did not.</summary>
    UpdateReceipt? Receipt { get; }

    Task SendAsync(CancellationToken cancellationToken);

    /// <summary>Waits for the outcome, until the deadline. The updates are let go.</summary>
    /// <returns>The values that are not confirmed; each position is that of the update in the call.</returns>
    Task<IReadOnlyList<ValueOutcome>> WaitForOutcomeAsync(CancellationToken cancellationToken);

    /// <summary>As if the outcome had not come until the deadline.</summary>
    IReadOnlyList<ValueOutcome> GiveUp();
}
