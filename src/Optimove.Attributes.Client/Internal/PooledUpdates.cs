using System.Buffers;
using System.Collections;

namespace Optimove.Attributes.Client;

/// <summary>A copy of the updates of one call, in memory from the shared pool.</summary>
internal sealed class PooledUpdates : IReadOnlyList<CustomerUpdate>, IDisposable
{
    private CustomerUpdate[] _updates;

    public PooledUpdates(IReadOnlyCollection<CustomerUpdate> updates)
    {
        _updates = ArrayPool<CustomerUpdate>.Shared.Rent(updates.Count);
        foreach (var update in updates)
        {
            if (Count == _updates.Length)
            {
                // The collection says less than it holds.
                var larger = ArrayPool<CustomerUpdate>.Shared.Rent(Count + 1);
                _updates.CopyTo(larger, 0);
                ArrayPool<CustomerUpdate>.Shared.Return(_updates, clearArray: true);
                _updates = larger;
            }

            _updates[Count++] = update;
        }
    }

    public int Count { get; private set; }

    public CustomerUpdate this[int index] => _updates[index];

    public IEnumerator<CustomerUpdate> GetEnumerator() => _updates.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        ArrayPool<CustomerUpdate>.Shared.Return(_updates, clearArray: true);
        _updates = [];
        Count = 0;
    }
}
