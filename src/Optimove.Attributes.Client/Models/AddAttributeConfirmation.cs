namespace Optimove.Attributes.Client;

/// <summary>What really became of an attribute that was to be created.</summary>
public sealed class AddAttributeConfirmation
{
    internal AddAttributeConfirmation(string realFieldName, AddAttributeReceipt? receipt, DeliveryState state)
    {
        RealFieldName = realFieldName;
        Receipt = receipt;
        State = state;
    }

    /// <summary>The attribute that was asked for.</summary>
    public string RealFieldName { get; }

    /// <summary>What the server said when it took the call; <see langword="null"/> where there was no usable answer.</summary>
    public AddAttributeReceipt? Receipt { get; }

    /// <summary>
    /// <see cref="DeliveryState.Confirmed"/>: the attribute is there. <see cref="DeliveryState.Rejected"/>: it was not created.
    /// <see cref="DeliveryState.Unconfirmed"/>: nobody said until the deadline. <see cref="DeliveryState.Accepted"/>: the definition has a <see cref="AttributeDefinition.CallbackUrl"/> of
    /// your own, so the outcome goes there.
    /// </summary>
    public DeliveryState State { get; }

    /// <summary>Why it was rejected; <see langword="null"/> where it was not, or where no reason is given.</summary>
    public AddErrorCode? Error { get; internal init; }

    /// <summary>The vendor's own words of a refusal; <see langword="null"/> for none.</summary>
    public string? Message { get; internal init; }

    /// <summary>Why it is not known; <see langword="null"/> where it is.</summary>
    public UnconfirmedReason? Reason { get; internal init; }
}
