using System.Collections.Concurrent;

namespace Optimove.Attributes.Client;

/// <summary>Knows the calls of this instance that wait for their outcome.</summary>
/// <remarks>
/// Where several instances share a public address, an outcome may reach another one than the one that waits. Its <see cref="IOptimoveCallbackHandler"/> then passes
/// the outcome on, by any way there is between them, and the one that waits hands it in here. Safe for use by many threads.
/// </remarks>
public sealed class OutcomeTracker
{
    private readonly ConcurrentDictionary<string, OutstandingCall> _calls = new(StringComparer.Ordinal);

    internal OutcomeTracker()
    {
    }

    /// <summary>How many calls wait.</summary>
    public int OutstandingCount => _calls.Count;

    /// <summary>Ends the wait of a call. The first outcome settles it; a later one changes nothing.</summary>
    /// <param name="callId">The call: <see cref="AttributeOutcome.CallId"/>.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <returns>Whether a call of this instance waited for it. If not, it is settled, its deadline passed, or it is not from here.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public bool TryComplete(string callId, AttributeOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(callId);
        ArgumentNullException.ThrowIfNull(outcome);
        return _calls.TryGetValue(callId, out var call) && call.TryComplete(outcome);
    }

    /// <summary>Whether the outcome may be that of the call: of another operation or another attribute than the one that waits, it is not.</summary>
    internal bool MayBeOf(string callId, AttributeOutcome outcome) => !_calls.TryGetValue(callId, out var call) || call.Fits(outcome);

    /// <summary>Waits for the outcome of a call from now on, until it is disposed.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="realFieldName">The attribute, where the call creates one.</param>
    internal OutstandingCall Begin(string callId, string? realFieldName)
    {
        var call = new OutstandingCall(realFieldName, () => _calls.TryRemove(callId, out _));
        _calls[callId] = call;
        return call;
    }
}
