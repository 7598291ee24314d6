namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>How many accepted calls are not settled yet: not worked off, or their callback not sent.</summary>
internal sealed class OpenWork
{
    private readonly object _lock = new();
    private int _count;
    private TaskCompletionSource? _none;

    public void Begin()
    {
        lock (_lock)
        {
            _count++;
        }
    }

    public void End()
    {
        TaskCompletionSource? none = null;
        lock (_lock)
        {
            if (--_count == 0)
            {
                (none, _none) = (_none, null);
            }
        }

        none?.SetResult();
    }

    public Task WhenNoneAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_count == 0)
            {
                return Task.CompletedTask;
            }

            _none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _none.Task.WaitAsync(cancellationToken);
        }
    }
}
