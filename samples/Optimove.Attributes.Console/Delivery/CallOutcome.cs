namespace Optimove.Attributes.Console;

/// <summary>How a call ended.</summary>
/// <param name="State">What became of its values.</param>
/// <param name="Failure">Why, where it was not accepted.</param>
/// <param name="GoesOn">Whether the next call may fare better.</param>
internal sealed record CallOutcome(ValueState State, Failure? Failure, bool GoesOn);
