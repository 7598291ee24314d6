namespace Optimove.Attributes.Client;

/// <summary>What was heard of an Add call that holds a slot. The outcome "exists already" may be quicker than the answer, and only with that is it clear whether it is about the call itself.</summary>
internal enum AddCallState
{
    /// <summary>No answer yet, or one after an attempt that may have been taken: "exists already" may be about itself.</summary>
    Sent,

    /// <summary>Its first attempt was answered: "exists already" is about another.</summary>
    Answered,

    /// <summary>"Exists already" came, and its answer did not yet.</summary>
    Refused,
}
