namespace Optimove.Attributes.Client;

/// <summary>Says what became of the values of a batch.</summary>
internal static class BatchSettlement
{
    /// <summary>The state of the values of a batch for which nothing more is tried.</summary>
    public static DeliveryState StateOfGivenUp(Batch batch) =>
        batch.MayHaveArrived ? DeliveryState.Unconfirmed : batch.RefusedWith is not null ? DeliveryState.Rejected : DeliveryState.NotSent;

    /// <summary>Every value of a batch for which nothing more is tried.</summary>
    public static IReadOnlyList<ValueOutcome> DescribeGivenUp(Batch batch, NotSentReason whyNotSent)
    {
        var state = StateOfGivenUp(batch);
        var problems = new List<ValueOutcome>(batch.ValueCount);
        foreach (var row in batch.Rows)
        {
            foreach (var (name, _) in row.Update!.Freeze())
            {
                var (position, count) = row.Find(name);
                problems.Add(new ValueOutcome
                {
                    Position = position,
                    CustomerId = row.CustomerId,
                    RealFieldName = name,
                    State = state,
                    ValueCount = count,
                    StatusCode = state == DeliveryState.Rejected ? batch.RefusedWith : null,
                    Reason = state == DeliveryState.Unconfirmed ? UnconfirmedReason.NoAnswer : null,
                    NotSentReason = state == DeliveryState.NotSent ? whyNotSent : null,
                });
            }
        }

        return problems;
    }

    /// <summary>The problems of a call, whose positions are those of its rows, at their places in the input.</summary>
    public static IReadOnlyList<ValueOutcome> AtTheirPlaces(Batch batch, IReadOnlyList<ValueOutcome> problems) => [.. problems.Select(problem =>
    {
        var (position, count) = batch.Rows[problem.Position].Find(problem.RealFieldName);
        return new ValueOutcome
        {
            Position = position,
            CustomerId = problem.CustomerId,
            RealFieldName = problem.RealFieldName,
            State = problem.State,
            ValueCount = count,
            Error = problem.Error,
            Reason = problem.Reason,
        };
    })];

    /// <summary>Settles all values of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="others">What became of the values that are no problem.</param>
    /// <param name="problems">The values that have a state of their own.</param>
    /// <param name="exception">Why the whole was not taken.</param>
    /// <param name="positions">How much of the input is settled.</param>
    /// <param name="isLeftBehind">Whether the input is not settled by it.</param>
    public static BatchOutcome Settle(
        Batch batch, DeliveryState others, IReadOnlyList<ValueOutcome> problems, Exception? exception, InputPositions positions, bool isLeftBehind = false)
    {
        var counts = DeliveryCounts.Of(others, batch.InputCount - problems.Sum(static problem => (long)problem.ValueCount));
        foreach (var problem in problems)
        {
            counts += DeliveryCounts.Of(problem.State, problem.ValueCount);
        }

        foreach (var row in isLeftBehind ? [] : batch.Rows)
        {
            row.Settle(positions);
        }

        batch.Call?.Dispose();
        var isUndelivered = others is not (DeliveryState.Accepted or DeliveryState.Confirmed);
        return new BatchOutcome
        {
            InputPosition = positions.Settled,
            Counts = counts,
            ReplacedCount = batch.InputCount - batch.ValueCount,
            CustomerCount = batch.Rows.Length,
            Calls = batch.Calls,
            Receipt = batch.Call?.Receipt,
            Problems = problems,
            Undelivered = isUndelivered ? Array.ConvertAll(batch.Rows, static row => row.Update!) : [],
            Exception = exception,
        };
    }
}
