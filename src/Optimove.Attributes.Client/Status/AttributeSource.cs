namespace Optimove.Attributes.Client;

/// <summary>How an attribute came into the tenant's data model: the vendor's three input methods.</summary>
public enum AttributeSource
{
    /// <summary>Nothing tells.</summary>
    Unknown = 0,

    /// <summary>It was created through the API.</summary>
    Api = 1,

    /// <summary>It was created by the batch process, which the vendor calls Data Ingestion too.</summary>
    Batch = 2,

    /// <summary>It comes from real-time events.</summary>
    RealTime = 3,
}
