namespace Optimove.Attributes.Client.Testing;

/// <summary>How an attribute came into the data model.</summary>
public enum SimulatedSource
{
    /// <summary>It was created by an Add call.</summary>
    Api,

    /// <summary>It was created by the batch process.</summary>
    Batch,

    /// <summary>It comes from real-time events.</summary>
    RealTime,
}
