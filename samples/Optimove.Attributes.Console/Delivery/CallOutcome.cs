namespace Optimove.Attributes.Console;

/// <summary>How a call ended.</summary>
/// <param name="State">What became of its values.</param>
/// <param name="Failure">Why, where it was not taken.</param>
/// <param name="GoesOn">Whether the next call may fare better.</param>
internal sealed record CallOutcome(DeliveryState State, Failure? Failure, bool GoesOn)
{
    /// <summary>The values that have a state of their own.</summary>
    public IReadOnlyList<ValueOutcome> Problems { get; init; } = [];
}
