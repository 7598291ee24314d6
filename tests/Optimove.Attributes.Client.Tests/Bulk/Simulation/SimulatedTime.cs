namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>Tests that run alone, so that their clock can tell that nothing is left to do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SimulatedTime
{
    public const string Name = "Simulated time";
}
