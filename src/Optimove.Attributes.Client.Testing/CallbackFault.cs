using Optimove.Attributes.Client.Testing.Internal;

namespace Optimove.Attributes.Client.Testing;

/// <summary>What goes wrong with the callback of a call that was accepted. The call itself is worked off as ever.</summary>
public sealed class CallbackFault
{
    private readonly string _description;

    private CallbackFault(string description) => _description = description;

    /// <summary>It is never sent.</summary>
    public static CallbackFault Lost { get; } = new("lost") { Copies = 0 };

    /// <summary>It is sent twice, one after the other.</summary>
    public static CallbackFault Doubled { get; } = new("doubled") { Copies = 2 };

    /// <summary>The call is worked off at once, and its callback is sent before the call is answered.</summary>
    public static CallbackFault Early { get; } = new("early") { IsEarly = true };

    internal int Copies { get; private init; } = 1;

    internal bool IsEarly { get; private init; }

    internal TimeSpan Delay { get; private init; }

    /// <summary>It is sent later than the call was worked off.</summary>
    /// <param name="delay">How much later, on the simulator's clock; at most 24 days.</param>
    /// <returns>The fault.</returns>
    public static CallbackFault Late(TimeSpan delay)
    {
        Check.Delay(delay, nameof(delay));
        return new("late") { Delay = delay };
    }

    /// <summary>The fault in a word.</summary>
    /// <returns>Such as <c>lost</c>.</returns>
    public override string ToString() => _description;
}
