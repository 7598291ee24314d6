using System.Runtime.InteropServices;

namespace Optimove.Attributes.Client;

/// <summary>A customer with values of several updates, or with more than a call may hold: some wait, some are in calls.</summary>
internal sealed class PendingCustomer
{
    private readonly List<PendingValue> _values = [];
    private readonly List<CustomerUpdate> _inFlight = [];

    /// <summary>How many values wait.</summary>
    public int Count => _values.Count;

    /// <summary>The place of the oldest update of which something waits.</summary>
    public long Oldest => _values.Min(static value => value.Oldest);

    /// <summary>Whether nothing waits, and nothing is in a call.</summary>
    public bool IsDone => _values.Count == 0 && _inFlight.Count == 0;

    /// <summary>Takes the values of an update in; each takes the place of one that waits for the same attribute.</summary>
    public void Add(CustomerUpdate update, long position, InputPositions positions)
    {
        foreach (var pair in update.Freeze())
        {
            var index = _values.FindIndex(value => value.Pair.Key.Equals(pair.Key, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                _values.Add(new PendingValue(pair, position, position, 1));
                continue;
            }

            // The older one settles with the newer one, and the input is not settled beyond the older one until then.
            var older = _values[index];
            _values[index] = new PendingValue(pair, position, older.Oldest, older.Count + 1);
            positions.Settle(position, 1);
        }
    }

    /// <summary>Notes an update that is in a call already.</summary>
    public void AddInFlight(CustomerUpdate update) => _inFlight.Add(update);

    /// <summary>How many values may leave now: those whose older one is in no call.</summary>
    public int CountFree()
    {
        if (_inFlight.Count == 0)
        {
            return Count;
        }

        var free = 0;
        foreach (var value in CollectionsMarshal.AsSpan(_values))
        {
            free += IsInFlight(value) ? 0 : 1;
        }

        return free;
    }

    /// <summary>Takes out what may leave in one call.</summary>
    public BatchRow Take(string customerId, int maxAttributes)
    {
        var taken = new List<PendingValue>(maxAttributes);
        _values.RemoveAll(value =>
        {
            var leaves = taken.Count < maxAttributes && !IsInFlight(value);
            if (leaves)
            {
                taken.Add(value);
            }

            return leaves;
        });
        var row = new BatchRow(customerId, [.. taken]);
        _inFlight.Add(row.Update!);
        return row;
    }

    /// <summary>Takes out all that waits; it is in no call.</summary>
    public BatchRow TakeAll(string customerId)
    {
        var row = new BatchRow(customerId, [.. _values]);
        _values.Clear();
        return row;
    }

    /// <summary>The call with an update was answered: what waited for it may leave.</summary>
    public void Release(CustomerUpdate update) => _inFlight.Remove(update);

    private bool IsInFlight(PendingValue value) => _inFlight.Exists(update => Holds(update, value.Pair.Key));

    private static bool Holds(CustomerUpdate update, string realFieldName)
    {
        foreach (var (name, _) in update.Freeze())
        {
            if (name.Equals(realFieldName, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
