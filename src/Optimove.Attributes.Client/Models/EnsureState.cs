namespace Optimove.Attributes.Client;

/// <summary>What became of an attribute that an application needs.</summary>
public enum EnsureState
{
    /// <summary>It was there already, or somebody else created it meanwhile.</summary>
    Exists = 0,

    /// <summary>It was missing, this call sent it, and it is there.</summary>
    Created = 1,

    /// <summary>It is missing, and a call that is no dry run would create it.</summary>
    WouldCreate = 2,

    /// <summary>The server refused to create it.</summary>
    Rejected = 3,

    /// <summary>It was sent, and neither confirmed nor listed in time. It may still come.</summary>
    Unconfirmed = 4,
}
