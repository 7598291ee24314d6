using System.Threading.Channels;

namespace Optimove.Attributes.Client;

/// <summary>The updates in a channel. What is not taken by <see cref="Current"/> stays there, so that nothing is lost where the reading ends.</summary>
internal sealed class BufferedUpdates(ChannelReader<CustomerUpdate> reader) : IAsyncEnumerable<CustomerUpdate>, IAsyncEnumerator<CustomerUpdate>
{
    private CancellationToken _cancellationToken;

    /// <summary>Takes the next update out, once for each move.</summary>
    public CustomerUpdate Current => reader.TryRead(out var update) ? update : throw new InvalidOperationException("There is one reader alone.");

    public IAsyncEnumerator<CustomerUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        _cancellationToken = cancellationToken;
        return this;
    }

    public ValueTask<bool> MoveNextAsync() => reader.TryPeek(out _) ? new ValueTask<bool>(true) : reader.WaitToReadAsync(_cancellationToken);

    public ValueTask DisposeAsync() => default;
}
