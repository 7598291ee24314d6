namespace Optimove.Attributes.Client;

/// <summary>What became of something that was to be sent.</summary>
public enum DeliveryState
{
    /// <summary>No byte of it left, or the rate limit turned it away: nothing of it is on the server.</summary>
    NotSent,

    /// <summary>The server took it, and no outcome was asked for: it may still be refused.</summary>
    Accepted,

    /// <summary>The server's outcome says that it was done.</summary>
    Confirmed,

    /// <summary>The server said no.</summary>
    Rejected,

    /// <summary>It may be on the server: nobody said.</summary>
    Unconfirmed,
}
