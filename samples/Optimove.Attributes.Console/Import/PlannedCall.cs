namespace Optimove.Attributes.Console;

/// <summary>One Update call.</summary>
/// <param name="Updates">Each customer once.</param>
/// <param name="Values">How many values of the input it settles, those included that a newer one replaced before it left.</param>
/// <param name="Round">Which calls were planned together: they hold different attributes of their customers.</param>
internal sealed record PlannedCall(IReadOnlyList<CustomerUpdate> Updates, int Values, int Round)
{
    /// <summary>How many values of the input a value stands for, where it is more than one: by its customer's position and its name.</summary>
    public IReadOnlyDictionary<(int Position, string RealFieldName), int> Weights { get; init; } = new Dictionary<(int, string), int>();

    public int WeightOf(ValueOutcome value) => Weights.GetValueOrDefault((value.Position, value.RealFieldName), 1);
}
