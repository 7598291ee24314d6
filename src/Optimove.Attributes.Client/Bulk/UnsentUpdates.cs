namespace Optimove.Attributes.Client;

/// <summary>Accounts for updates that were in no batch.</summary>
internal static class UnsentUpdates
{
    public static BatchOutcome Settle(
        IReadOnlyList<(CustomerUpdate Update, long Position)> updates, NotSentReason reason, OptimoveException? exception, InputPositions positions)
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
            positions.Settle(position, update.Attributes.Count);
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
