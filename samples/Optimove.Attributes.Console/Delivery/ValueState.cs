namespace Optimove.Attributes.Console;

/// <summary>What became of the values of one call.</summary>
internal enum ValueState
{
    /// <summary>The server took the call. Single values may still be refused when it works them off.</summary>
    Accepted,

    /// <summary>The server said no.</summary>
    Rejected,

    /// <summary>There was no answer, so they may be on the server.</summary>
    Unconfirmed,

    /// <summary>They are not on the server.</summary>
    NotSent,
}
