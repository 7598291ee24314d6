namespace Optimove.Attributes.Console;

/// <summary>The values of one customer that wait for a call. A newer value of an attribute takes the place of the one that waits.</summary>
internal sealed class PendingCustomer(string customerId)
{
    private readonly OrderedDictionary<string, (AttributeValue Value, int Count)> _values = new(StringComparer.OrdinalIgnoreCase);

    public int CallsNeeded(int maxAttributes) => (_values.Count + maxAttributes - 1) / maxAttributes;

    /// <returns>Whether an older value was replaced.</returns>
    public bool Put(string realFieldName, AttributeValue value)
    {
        var waiting = _values.GetValueOrDefault(realFieldName).Count;
        _values[realFieldName] = (value, waiting + 1);
        return waiting > 0;
    }

    public (CustomerUpdate Update, int Values) TakePart(int part, int maxAttributes)
    {
        var update = new CustomerUpdate(customerId);
        var values = 0;
        var end = Math.Min((part + 1) * maxAttributes, _values.Count);
        for (var i = part * maxAttributes; i < end; i++)
        {
            var (name, (value, count)) = _values.GetAt(i);
            update[name] = value;
            values += count;
        }

        return (update, values);
    }
}
