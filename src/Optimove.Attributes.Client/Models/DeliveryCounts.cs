namespace Optimove.Attributes.Client;

/// <summary>How many values are in which state. The five add up to <see cref="Total"/>.</summary>
/// <param name="Confirmed">The server's outcome says that they were applied.</param>
/// <param name="Accepted">The server took them, and no outcome was asked for: single ones may still be refused.</param>
/// <param name="Rejected">The server said no.</param>
/// <param name="Unconfirmed">They may be on the server: nobody said.</param>
/// <param name="NotSent">They are not on the server, and it did not refuse them for what they are.</param>
public readonly record struct DeliveryCounts(long Confirmed, long Accepted, long Rejected, long Unconfirmed, long NotSent)
{
    /// <summary>All of them.</summary>
    public long Total => Confirmed + Accepted + Rejected + Unconfirmed + NotSent;

    /// <summary>How many did not go well: rejected, unconfirmed or not sent.</summary>
    public long Problems => Rejected + Unconfirmed + NotSent;

    /// <summary>How many are in a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="state"/> is none of the values.</exception>
    public long this[DeliveryState state] => state switch
    {
        DeliveryState.Confirmed => Confirmed,
        DeliveryState.Accepted => Accepted,
        DeliveryState.Rejected => Rejected,
        DeliveryState.Unconfirmed => Unconfirmed,
        DeliveryState.NotSent => NotSent,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Adds two counts up.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sums.</returns>
    public static DeliveryCounts operator +(DeliveryCounts left, DeliveryCounts right) => left.Add(right);

    /// <summary>Adds other counts to these.</summary>
    /// <param name="other">The others.</param>
    /// <returns>The sums.</returns>
    public DeliveryCounts Add(DeliveryCounts other) =>
        new(Confirmed + other.Confirmed, Accepted + other.Accepted, Rejected + other.Rejected, Unconfirmed + other.Unconfirmed, NotSent + other.NotSent);

    /// <summary>Counts of one state alone.</summary>
    internal static DeliveryCounts Of(DeliveryState state, long values) => state switch
    {
        DeliveryState.Confirmed => new(values, 0, 0, 0, 0),
        DeliveryState.Accepted => new(0, values, 0, 0, 0),
        DeliveryState.Rejected => new(0, 0, values, 0, 0),
        DeliveryState.Unconfirmed => new(0, 0, 0, values, 0),
        _ => new(0, 0, 0, 0, values),
    };
}
