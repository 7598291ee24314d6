namespace Optimove.Attributes.Console;

/// <summary>Where the values of an input are. The five states always add up to <see cref="Values"/>.</summary>
/// <param name="values">How many values the input has.</param>
internal sealed class DeliveryCounts(long values)
{
    public long Values { get; } = values;

    /// <summary>Update calls that were made, without their retries.</summary>
    public long Calls { get; private set; }

    /// <summary>Always none: a confirmation comes by callback, and this program asks for none.</summary>
    public long Confirmed { get; }

    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    public long Unconfirmed { get; private set; }

    /// <summary>What is in no other state, so also what was never reached.</summary>
    public long NotSent => Values - Confirmed - Accepted - Rejected - Unconfirmed;

    public void CountCall() => Calls++;

    public void Settle(long values, ValueState state)
    {
        switch (state)
        {
            case ValueState.Accepted:
                Accepted += values;
                break;
            case ValueState.Rejected:
                Rejected += values;
                break;
            case ValueState.Unconfirmed:
                Unconfirmed += values;
                break;
            case ValueState.NotSent:
            default:
                break;
        }
    }
}
