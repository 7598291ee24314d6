namespace Optimove.Attributes.Client;

/// <summary>How far an attribute has come that takes one of the slots of the API.</summary>
internal enum SlotState
{
    None,

    /// <summary>About to be sent, or sent without an answer.</summary>
    Reserved,

    /// <summary>The server took the call, and has not said what became of it.</summary>
    Accepted,

    /// <summary>It is there.</summary>
    Created,
}
