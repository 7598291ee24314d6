namespace Optimove.Attributes.Client;

/// <summary>A value that was not confirmed. It has no text form, because it names a customer.</summary>
public sealed class ValueOutcome
{
    internal ValueOutcome(int position, string customerId, string realFieldName, UpdateErrorCode error)
        : this(position, customerId, realFieldName, DeliveryState.Rejected) => Error = error;

    internal ValueOutcome(int position, string customerId, string realFieldName, UnconfirmedReason reason)
        : this(position, customerId, realFieldName, DeliveryState.Unconfirmed) => Reason = reason;

    private ValueOutcome(int position, string customerId, string realFieldName, DeliveryState state)
    {
        Position = position;
        CustomerId = customerId;
        RealFieldName = realFieldName;
        State = state;
    }

    /// <summary>The place of its update in the input, from 0.</summary>
    public int Position { get; }

    /// <summary>The customer.</summary>
    public string CustomerId { get; }

    /// <summary>The attribute, as it was sent.</summary>
    public string RealFieldName { get; }

    /// <summary>Either <see cref="DeliveryState.Rejected"/> or <see cref="DeliveryState.Unconfirmed"/>.</summary>
    public DeliveryState State { get; }

    /// <summary>Why it was rejected; <see langword="null"/> where it was not.</summary>
    public UpdateErrorCode? Error { get; }

    /// <summary>Why it is not known; <see langword="null"/> where it was rejected.</summary>
    public UnconfirmedReason? Reason { get; }
}
