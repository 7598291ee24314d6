namespace Optimove.Attributes.Client;

/// <summary>Gets what became of everything that an <see cref="AttributeUpdateBuffer"/> acknowledged, and what could not be delivered.</summary>
public interface IBatchOutcomeHandler
{
    /// <summary>Takes an outcome over.</summary>
    /// <param name="outcome">
    /// What became of a batch. Where <see cref="BatchOutcome.Undelivered"/> is not empty, keep it: the buffer does not send it again. At the end of the program that is what was
    /// not delivered in time.
    /// </param>
    /// <param name="cancellationToken">Not cancelled: an outcome is handed over whatever happens. It is there for what you call.</param>
    /// <returns>A task that completes when it is taken over. The next outcome waits for it, and the buffer sends no more once several wait.</returns>
    /// <remarks>
    /// Each outcome comes once, one after the other. What this throws is logged as an error, with the number of values, and the outcome does not come again. Outcomes hold customer ids and values: keep them out of logs.
    /// </remarks>
    Task HandleAsync(BatchOutcome outcome, CancellationToken cancellationToken);
}
