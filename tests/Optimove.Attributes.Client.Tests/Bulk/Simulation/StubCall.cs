namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>An Update call that a stub server got.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">When, from the start.</param>
/// <param name="Values">What it holds.</param>
internal sealed record StubCall(int Number, TimeSpan At, IReadOnlyList<(string Customer, string Name, string? Value)> Values)
{
    public IEnumerable<string> Customers => Values.Select(static value => value.Customer).Distinct();
}
