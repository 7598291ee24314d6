namespace Optimove.Attributes.Client;

/// <summary>The values of one customer in a call, and where they stand in the input. A value type: a batch has a thousand.</summary>
internal readonly struct BatchRow
{
    private readonly long _position;
    private readonly PendingValue[]? _values;

    /// <summary>An update that leaves as it came.</summary>
    public BatchRow(CustomerUpdate update, long position)
    {
        CustomerId = update.CustomerId;
        Update = update;
        ValueCount = update.Freeze().Length;
        _position = position;
    }

    /// <summary>Values that were put together.</summary>
    public BatchRow(string customerId, PendingValue[] values)
    {
        CustomerId = customerId;
        Update = new CustomerUpdate(customerId, Array.ConvertAll(values, static value => value.Pair));
        ValueCount = values.Length;
        _values = values;
    }

    private BatchRow(BatchRow row)
    {
        CustomerId = row.CustomerId;
        ValueCount = row.ValueCount;
        _position = row._position;
        _values = row._values is null ? null : Array.ConvertAll(row._values, static value => value with { Pair = new(value.Pair.Key, AttributeValue.Clear) });
    }

    public string CustomerId { get; }

    /// <summary>What is sent; <see langword="null"/> once it was answered, and an outcome is awaited.</summary>
    public CustomerUpdate? Update { get; }

    /// <summary>How many values leave.</summary>
    public int ValueCount { get; }

    /// <summary>How many values of the input they stand for.</summary>
    public int InputCount => _values?.Sum(static value => value.Count) ?? ValueCount;

    /// <summary>The same without the values.</summary>
    public BatchRow Forget() => new(this);

    /// <summary>Where the value of a name is from, and how many it stands for.</summary>
    public (long Position, int Count) Find(string realFieldName)
    {
        if (_values is null)
        {
            return (_position, 1);
        }

        var value = Array.Find(_values, value => value.Pair.Key.Equals(realFieldName, StringComparison.OrdinalIgnoreCase));
        return (value.Position, value.Count);
    }

    public void Settle(InputPositions positions)
    {
        if (_values is null)
        {
            positions.Settle(_position, ValueCount);
            return;
        }

        foreach (var value in _values)
        {
            positions.Settle(value.Oldest, 1);
        }
    }
}
