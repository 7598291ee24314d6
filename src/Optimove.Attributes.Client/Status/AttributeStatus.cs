namespace Optimove.Attributes.Client;

/// <summary>What the vendor's screen shows for an attribute by a coloured rectangle, and what it shows none for.</summary>
public enum AttributeStatus
{
    /// <summary>There is not enough evidence for any other.</summary>
    Unknown = 0,

    /// <summary>Red, with a lightning: created through the API, and updated through it recently.</summary>
    ApiActive = 1,

    /// <summary>Green, with a lightning: created by the batch process, and updated through the API since, however long ago.</summary>
    BatchUpdatedViaApi = 2,

    /// <summary>Orange, without a lightning: created through the API, and not updated through it recently, or never.</summary>
    ApiStale = 3,

    /// <summary>No rectangle: created by the batch process, and never updated through the API.</summary>
    BatchOnly = 4,

    /// <summary>No rectangle: it comes from real-time events.</summary>
    RealTime = 5,
}
