using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>How many values did not go well in one way.</summary>
public sealed record ProblemGroup
{
    /// <summary>What became of them.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>The attribute, as it was sent; <see langword="null"/> for the rest, where there are more than a thousand groups.</summary>
    public string? RealFieldName { get; init; }

    /// <inheritdoc cref="ValueOutcome.Error"/>
    public UpdateErrorCode? Error { get; init; }

    /// <inheritdoc cref="ValueOutcome.StatusCode"/>
    public HttpStatusCode? StatusCode { get; init; }

    /// <inheritdoc cref="ValueOutcome.Reason"/>
    public UnconfirmedReason? Reason { get; init; }

    /// <inheritdoc cref="ValueOutcome.NotSentReason"/>
    public NotSentReason? NotSentReason { get; init; }

    /// <summary>How many values of the input.</summary>
    public long ValueCount { get; init; }
}
