namespace Optimove.Attributes.Console;

/// <summary>Where the values of an input are. The five states always add up to <see cref="Values"/>.</summary>
/// <param name="values">How many values the input has.</param>
internal sealed class DeliveryCounts(long values)
{
    public long Values { get; } = values;

    /// <summary>Update calls that were made, without their retries.</summary>
    public long Calls { get; private set; }

    public long Confirmed { get; private set; }

    /// <summary>Taken by the server, where no outcome was asked for.</summary>
    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    public long Unconfirmed { get; private set; }

    /// <summary>What is in no other state, so also what was never reached.</summary>
    public long NotSent => Values - Confirmed - Accepted - Rejected - Unconfirmed;

    /// <summary>How many values the outcomes of calls refused, by their codes.</summary>
    public SortedDictionary<string, long> RejectedByCode { get; } = new(StringComparer.Ordinal);

    public void CountCall() => Calls++;

    public void Settle(PlannedCall call, CallOutcome outcome)
    {
        var left = call.Values;
        foreach (var problem in outcome.Problems)
        {
            var weight = call.WeightOf(problem);
            Settle(weight, problem.State);
            left -= weight;
            if (problem.Error is { } error)
            {
                RejectedByCode[error.ToString()] = RejectedByCode.GetValueOrDefault(error.ToString()) + weight;
            }
        }

        Settle(left, outcome.State);
    }

    private void Settle(long values, DeliveryState state)
    {
        switch (state)
        {
            case DeliveryState.Confirmed:
                Confirmed += values;
                break;
            case DeliveryState.Accepted:
                Accepted += values;
                break;
            case DeliveryState.Rejected:
                Rejected += values;
                break;
            case DeliveryState.Unconfirmed:
                Unconfirmed += values;
                break;
            case DeliveryState.NotSent:
            default:
                break;
        }
    }
}
