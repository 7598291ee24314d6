namespace Optimove.Attributes.Console;

/// <summary>One Update call.</summary>
/// <param name="Updates">Each customer once.</param>
/// <param name="Values">How many values of the input it settles, those included that a newer one replaced before it left.</param>
internal sealed record PlannedCall(IReadOnlyList<CustomerUpdate> Updates, int Values);
