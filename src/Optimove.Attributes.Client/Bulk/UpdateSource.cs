namespace Optimove.Attributes.Client;

/// <summary>The input, which is the caller's: it may throw at any move, and need not heed its token.</summary>
internal sealed class UpdateSource(IAsyncEnumerable<CustomerUpdate> updates, CancellationTokenSource stop)
{
    private readonly IAsyncEnumerator<CustomerUpdate> _updates = updates.GetAsyncEnumerator(stop.Token);
    private Task<bool>? _reading;

    public bool IsReading => _reading is not null;

    public CustomerUpdate? Current => _updates.Current;

    /// <returns>Whether there is an update; an error of the input's own is in the task.</returns>
    public ValueTask<bool> MoveNextAsync()
    {
        try
        {
            return _updates.MoveNextAsync();
        }
#pragma warning disable CA1031 // The input is the caller's, and its errors go back to the caller, after every value is accounted for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ValueTask.FromException<bool>(exception);
        }
    }

    /// <summary>Notes a move that takes its time.</summary>
    public void Begin(Task<bool> reading) => _reading = reading;

    /// <summary>The move is over.</summary>
    public void End() => _reading = null;

    public void Stop() => _ = stop.CancelAsync();

    /// <summary>Ends the reading. An input that does not heed its token is left to end by itself.</summary>
    /// <returns>A task that completes when the input is disposed, or left.</returns>
    public async Task LeaveAsync()
    {
        if (_reading is { } reading)
        {
            _ = reading.ContinueWith(_ => _updates.DisposeAsync().AsTask(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return;
        }

        await _updates.DisposeAsync().ConfigureAwait(false);
    }
}
