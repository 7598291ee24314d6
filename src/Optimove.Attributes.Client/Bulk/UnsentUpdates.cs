namespace Optimove.Attributes.Client;

/// <summary>Accounts for updates that were in no batch.</summary>
internal static class UnsentUpdates
{
    public static BatchOutcome Settle(
        IReadOnlyList<(CustomerUpdate Update, long Position)> updates, NotSentReason reason, Exception? exception, InputPositions positions)
    {
        var problems = new List<ValueOutcome>();
        foreach (var (update, position) in updates)
        {
            problems.AddRange(update.Attributes.Select(pair => new ValueOutcome
            {
                Position = position,
                CustomerId = update.CustomerId,
                RealFieldName = pair.Key,
                State = DeliveryState.NotSent,
                NotSentReason = reason,
            }));
            if (reason == NotSentReason.Invalid)
            {
                // What the end of a run leaves unsent is not settled: a job that goes on sends it.
                positions.Settle(position, update.Attributes.Count);
            }
        }

        return new BatchOutcome
        {
            InputPosition = positions.Settled,
            Counts = DeliveryCounts.Of(DeliveryState.NotSent, problems.Count),
            CustomerCount = updates.Count,
            Problems = problems,
            Undelivered = [.. updates.Select(static unsent => unsent.Update)],
            Exception = exception,
        };
    }
}
