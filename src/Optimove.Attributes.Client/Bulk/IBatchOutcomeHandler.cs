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
    /// <para>
    /// Each outcome comes once, one after the other; an update whose values leave in several calls has several. What this throws is logged as an error, with the number of values, and the outcome does not come again. It is waited
    /// for however long it takes, at the end of the program too: give what it calls a timeout.
    /// </para>
    /// <para>
    /// It must not call the buffer, which waits for it: <see cref="AttributeUpdateBuffer.EnqueueAsync"/> throws <see cref="InvalidOperationException"/> here. What is undelivered is older than what was enqueued since:
    /// whoever enqueues it again, from elsewhere, lets it overwrite newer values.
    /// </para>
    /// <para>Outcomes hold customer ids and values: keep them out of logs.</para>
    /// </remarks>
    Task HandleAsync(BatchOutcome outcome, CancellationToken cancellationToken);
}
