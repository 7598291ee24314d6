namespace Optimove.Attributes.Console;

/// <summary>The values of one customer that wait for a call. A newer value of an attribute takes the place of the one that waits.</summary>
internal sealed class PendingCustomer(string customerId)
{
    private readonly OrderedDictionary<string, (AttributeValue Value, int Count)> _values = new(StringComparer.OrdinalIgnoreCase);

    public string CustomerId => customerId;

    public int CallsNeeded(int maxAttributes) => (_values.Count + maxAttributes - 1) / maxAttributes;

    /// <returns>Whether an older value was replaced.</returns>
    public bool Put(string realFieldName, AttributeValue value)
    {
        var waiting = _values.GetValueOrDefault(realFieldName).Count;
        _values[realFieldName] = (value, waiting + 1);
        return waiting > 0;
    }

    /// <summary>The values of one call, each with how many values of the input it stands for.</summary>
    public IEnumerable<(string RealFieldName, AttributeValue Value, int Count)> Part(int part, int maxAttributes) =>
        _values.Skip(part * maxAttributes).Take(maxAttributes).Select(static pair => (pair.Key, pair.Value.Value, pair.Value.Count));
}
