namespace Optimove.Attributes.Client;

/// <summary>A customer with values of several updates, or with more than a call may hold: some wait, some are in calls.</summary>
internal sealed class PendingCustomer
{
    private readonly List<PendingValue> _values = [];

    // Of one name there is one value in calls at the most.
    private readonly HashSet<string> _inFlight = new(StringComparer.OrdinalIgnoreCase);
    private int _blocked;

    /// <summary>How many values wait.</summary>
    public int Count => _values.Count;

    /// <summary>How many of them may leave now: those whose older one is in no call.</summary>
    public int FreeCount => _values.Count - _blocked;

    /// <summary>The place of the oldest update of which something may leave; <see cref="long.MaxValue"/> where nothing may.</summary>
    public long OldestFree
    {
        get
        {
            var oldest = long.MaxValue;
            foreach (var value in FreeCount > 0 ? _values : [])
            {
                oldest = value.Oldest < oldest && !_inFlight.Contains(value.Pair.Key) ? value.Oldest : oldest;
            }

            return oldest;
        }
    }

    /// <summary>Whether nothing waits, and nothing is in a call.</summary>
    public bool IsDone => _values.Count == 0 && _inFlight.Count == 0;

    /// <summary>Takes the values of an update in; each takes the place of one that waits for the same attribute.</summary>
    public void Add(CustomerUpdate update, long position, InputPositions positions)
    {
        var isFirst = _values.Count == 0;
        foreach (var pair in update.Freeze())
        {
            var index = isFirst ? -1 : IndexOf(pair.Key);
            if (index < 0)
            {
                _values.Add(new PendingValue(pair, position, position, 1));
                _blocked += _inFlight.Contains(pair.Key) ? 1 : 0;
                continue;
            }

            // The older one settles with the newer one, and the input is not settled beyond the older one until then.
            var older = _values[index];
            _values[index] = new PendingValue(pair, position, older.Oldest, older.Count + 1);
            positions.Settle(position, 1);
        }
    }

    /// <summary>Notes that a value of a name is in a call.</summary>
    public void AddInFlight(string realFieldName) => _inFlight.Add(realFieldName);

    /// <summary>Takes out what may leave in one call.</summary>
    public BatchRow Take(string customerId, int maxAttributes)
    {
        var taken = new List<PendingValue>(maxAttributes);
        _values.RemoveAll(value =>
        {
            var leaves = taken.Count < maxAttributes && !_inFlight.Contains(value.Pair.Key);
            if (leaves)
            {
                taken.Add(value);
            }

            return leaves;
        });
        taken.ForEach(value => AddInFlight(value.Pair.Key));
        return new BatchRow(customerId, [.. taken]);
    }

    /// <summary>Takes out all that waits; it is in no call.</summary>
    public BatchRow TakeAll(string customerId)
    {
        var row = new BatchRow(customerId, [.. _values]);
        _values.Clear();
        _blocked = 0;
        return row;
    }

    /// <summary>The call with a value of a name was answered: what waited for it may leave.</summary>
    public void Release(string realFieldName)
    {
        if (_inFlight.Remove(realFieldName))
        {
            _blocked -= _blocked > 0 && IndexOf(realFieldName) >= 0 ? 1 : 0;
        }
    }

    private int IndexOf(string realFieldName) => _values.FindIndex(value => value.Pair.Key.Equals(realFieldName, StringComparison.OrdinalIgnoreCase));
}
