namespace Optimove.Attributes.Client;

/// <summary>What really became of an attribute that was to be created.</summary>
public sealed class AddAttributeConfirmation
{
    /// <summary>The attribute that was asked for.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>What the server said when it took the call; <see langword="null"/> where there was no usable answer.</summary>
    public AddAttributeReceipt? Receipt { get; init; }

    /// <summary>
    /// <see cref="DeliveryState.Confirmed"/>: the attribute is there. <see cref="DeliveryState.Rejected"/>: it was not created.
    /// <see cref="DeliveryState.Unconfirmed"/>: nobody said until the deadline. <see cref="DeliveryState.Accepted"/>: the definition has a <see cref="AttributeDefinition.CallbackUrl"/> of
    /// your own, so the outcome goes there.
    /// </summary>
    public required DeliveryState State { get; init; }

    /// <summary>Why it was rejected; <see langword="null"/> where it was not, or where no reason is given.</summary>
    public AddErrorCode? Error { get; init; }

    /// <summary>The vendor's own words of a refusal; <see langword="null"/> for none.</summary>
    public string? Message { get; init; }

    /// <summary>Why it is not known; <see langword="null"/> where it is.</summary>
    public UnconfirmedReason? Reason { get; init; }
}
