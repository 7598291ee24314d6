namespace Optimove.Attributes.Client;

/// <summary>Why a <see cref="CapUsage"/> may count less than the server does.</summary>
[Flags]
public enum CapUncertainty
{
    /// <summary>Nothing is open: the catalog names the source of every attribute, or the ledger was declared complete.</summary>
    None = 0,

    /// <summary>The catalog names no sources: what other applications created through the API is not counted.</summary>
    OtherApplications = 1,

    /// <summary>The ledger is in memory: what this application created before it started, or in another process, is not counted.</summary>
    LedgerInMemory = 2,

    /// <summary>The catalog could not be read, or not lately.</summary>
    CatalogNotRead = 4,

    /// <summary>The server said earlier than expected that the limit is reached: some attributes are counted that nobody here can name.</summary>
    ReachedEarly = 8,
}
