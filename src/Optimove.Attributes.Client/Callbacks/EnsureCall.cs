namespace Optimove.Attributes.Client;

/// <summary>An Add call of an attribute that an application needs.</summary>
/// <param name="callbackUrl">Where its outcome goes, if anywhere.</param>
/// <param name="callId">Its id in the token; <see langword="null"/> where the outcome does not come here.</param>
/// <param name="slot">What holds its slot.</param>
internal sealed class EnsureCall(string? callbackUrl, string? callId, string slot) : IDisposable
{
    public string? CallbackUrl => callbackUrl;

    public string? CallId => callId;

    public string Slot => slot;

    public OutstandingCall? Outstanding { get; private set; }

    public AddAttributeOutcome? Outcome => (AddAttributeOutcome?)Outstanding?.Outcome;

    /// <summary>Whether nothing more is to be waited for. "Exists already" says that somebody else creates it, so it will be listed.</summary>
    public bool IsSettled => Outcome is { } outcome && (outcome.IsSuccess || outcome.Error != AddErrorCode.AlreadyExists);

    public void Begin(OutcomeTracker tracker, string realFieldName) => Outstanding = callId is null ? null : tracker.Begin(callId, realFieldName);

    public void Dispose() => Outstanding?.Dispose();
}
