namespace Optimove.Attributes.Client;

/// <summary>The input, which is the caller's: it may throw at any move, and need not heed its token.</summary>
internal sealed class UpdateSource(IAsyncEnumerable<CustomerUpdate> updates, CancellationTokenSource stop)
{
    private IAsyncEnumerator<CustomerUpdate>? _updates;
    private Task<bool>? _reading;

    public bool IsReading => _reading is not null;

    /// <returns>Whether there is an update; an error of the input's own is in the task.</returns>
    public ValueTask<bool> MoveNextAsync()
    {
        try
        {
            _updates ??= updates.GetAsyncEnumerator(stop.Token);
            return _updates.MoveNextAsync();
        }
#pragma warning disable CA1031 // The input is the caller's, and its errors go back to the caller, after every value is accounted for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ValueTask.FromException<bool>(exception);
        }
    }

    /// <summary>Takes the update that a move came to.</summary>
    /// <returns>What the input threw in place of it.</returns>
    public Exception? TryTake(out CustomerUpdate? update)
    {
        try
        {
            update = _updates!.Current;
            return null;
        }
#pragma warning disable CA1031 // As above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            update = null;
            return exception;
        }
    }

    /// <summary>Notes a move that takes its time.</summary>
    public void Begin(Task<bool> reading) => _reading = reading;

    /// <summary>The move is over.</summary>
    public void End() => _reading = null;

    public void Stop() => _ = stop.CancelAsync();

    /// <summary>Disposes the input, or leaves it to end by itself where it is still being read.</summary>
    /// <returns>What it threw.</returns>
    public async Task<Exception?> LeaveAsync()
    {
        if (_reading is { } reading)
        {
            _ = EndLateAsync(reading);
            return null;
        }

        try
        {
            if (_updates is not null)
            {
                await _updates.DisposeAsync().ConfigureAwait(false);
            }

            return null;
        }
#pragma warning disable CA1031 // As above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    private async Task EndLateAsync(Task reading)
    {
        // Nobody is there any more to be told.
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _updates!.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
