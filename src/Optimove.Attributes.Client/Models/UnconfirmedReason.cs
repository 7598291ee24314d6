namespace Optimove.Attributes.Client;

/// <summary>Why it is not known what became of something that was sent.</summary>
public enum UnconfirmedReason
{
    /// <summary>The call was accepted, but no outcome came until the deadline.</summary>
    NoCallback,

    /// <summary>The call itself had no usable answer, and no outcome came until the deadline, or none was asked for.</summary>
    NoAnswer,

    /// <summary>An outcome came that says neither yes nor no to it.</summary>
    UnclearOutcome,
}
