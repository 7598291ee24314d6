namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>How badly a simulated server behaves.</summary>
internal sealed record ServerTemper
{
    public required int MaxCustomers { get; init; }

    public required int MaxAttributes { get; init; }

    public required double FaultShare { get; init; }

    public required int SlowestMilliseconds { get; init; }

    public required TimeSpan OutageStart { get; init; }

    public required TimeSpan OutageEnd { get; init; }

    /// <summary>One value in so many is not applied, and named in the outcome; 0 for none.</summary>
    public required int RejectsOneIn { get; init; }

    public bool IsRejected((string Customer, string Name, long Version) value) => RejectsOneIn > 0 && value.Version % RejectsOneIn == 0;
}
