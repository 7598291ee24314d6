using System.Threading.Channels;

namespace Optimove.Attributes.Client;

/// <summary>What happened, from any thread, for the one loop that takes it in turn.</summary>
internal sealed class Inbox(TimeProvider timeProvider)
{
    private readonly Channel<Action> _happenings = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });

    public bool IsEmpty => !_happenings.Reader.TryPeek(out _);

    /// <returns>Whether it is going to be taken; not once the run is over.</returns>
    public bool Post(Action happening) => _happenings.Writer.TryWrite(happening);

    public void PostAfter(TimeSpan delay, Action happening, CancellationToken cancellationToken) => PostWhenDone(Task.Delay(delay, timeProvider, cancellationToken), happening);

    public void PostWhenDone(Task task, Action happening) =>
        _ = task.ContinueWith(_ => Post(happening), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    public void TakeAll()
    {
        while (_happenings.Reader.TryRead(out var happening))
        {
            happening();
        }
    }

    public async Task WaitAsync() => await _happenings.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);

    public void Close() => _happenings.Writer.TryComplete();
}
