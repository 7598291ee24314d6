using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>A value that did not go well. It has no text form, because it names a customer.</summary>
public sealed class ValueOutcome
{
    /// <summary>The place of its update in the input, from 0.</summary>
    public required long Position { get; init; }

    /// <summary>The customer.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The attribute, as it was sent.</summary>
    public required string RealFieldName { get; init; }

    /// <summary>One of <see cref="DeliveryState.Rejected"/>, <see cref="DeliveryState.Unconfirmed"/> and <see cref="DeliveryState.NotSent"/>.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>How many values of the input it stands for: itself, and in bulk those that it replaced before they left. 1 or more.</summary>
    public int ValueCount { get; init; } = 1;

    /// <summary>Why an outcome rejected it; <see langword="null"/> where none did.</summary>
    public UpdateErrorCode? Error { get; init; }

    /// <summary>The HTTP status with which the server refused the call that held it; <see langword="null"/> where it did not.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Why it is not known; <see langword="null"/> where it is not <see cref="DeliveryState.Unconfirmed"/>.</summary>
    public UnconfirmedReason? Reason { get; init; }

    /// <summary>Why it was not sent; <see langword="null"/> where it is not <see cref="DeliveryState.NotSent"/>.</summary>
    public NotSentReason? NotSentReason { get; init; }
}
