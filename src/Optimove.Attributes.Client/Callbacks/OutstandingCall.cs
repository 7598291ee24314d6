namespace Optimove.Attributes.Client;

/// <summary>A call that waits for its outcome.</summary>
internal sealed class OutstandingCall(string? realFieldName, Action forget) : IDisposable
{
    private readonly TaskCompletionSource<AttributeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The outcome, where it has come.</summary>
    public AttributeOutcome? Outcome => _outcome.Task.IsCompletedSuccessfully ? _outcome.Task.Result : null;

    public bool Fits(AttributeOutcome outcome) => outcome is AddAttributeOutcome added
        ? string.Equals(added.RealFieldName, realFieldName, StringComparison.OrdinalIgnoreCase)
        : realFieldName is null;

    public bool TryComplete(AttributeOutcome outcome) => Fits(outcome) && _outcome.TrySetResult(outcome);

    /// <returns>The outcome; <see langword="null"/> where none came in time.</returns>
    public async Task<AttributeOutcome?> WaitAsync(TimeSpan deadline, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        try
        {
            return await _outcome.Task.WaitAsync(deadline, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Dispose() => forget();
}
