namespace Optimove.Attributes.Client;

/// <summary>A value that was not confirmed. It has no text form, because it names a customer.</summary>
public sealed class ValueOutcome
{
    /// <summary>The place of its update in the input, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>The customer.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The attribute, as it was sent.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>Either <see cref="DeliveryState.Rejected"/> or <see cref="DeliveryState.Unconfirmed"/>.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Why it was rejected; <see langword="null"/> where it was not.</summary>
    public UpdateErrorCode? Error { get; init; }

    /// <summary>Why it is not known; <see langword="null"/> where it was rejected.</summary>
    public UnconfirmedReason? Reason { get; init; }
}
