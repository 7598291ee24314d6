namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>An Update call that a stub server got.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">When, from the start.</param>
/// <param name="Values">What it holds.</param>
/// <param name="Token">That of the address for its outcome; <see langword="null"/> where none is asked for.</param>
internal sealed record StubCall(int Number, TimeSpan At, IReadOnlyList<(string Customer, string Name, string? Value)> Values, string? Token)
{
    public IEnumerable<string> Customers => Values.Select(static value => value.Customer).Distinct();
}
