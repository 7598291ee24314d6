namespace Optimove.Attributes.Client;

/// <summary>
/// The names in a row of updates, each once. Mostly the same ones stand in each update, in the same order, and comparing a name with the one that stood there is far cheaper than looking at it.
/// </summary>
internal ref struct NameCollector()
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private ReadOnlySpan<KeyValuePair<string, AttributeValue>> _previous;
    private ReadOnlySpan<KeyValuePair<string, AttributeValue>> _current;

    public readonly IReadOnlyCollection<string> Names => _names;

    public void Begin(ReadOnlySpan<KeyValuePair<string, AttributeValue>> attributes)
    {
        _previous = _current;
        _current = attributes;
    }

    /// <returns>Whether the name at a place of the current update may not have been seen before.</returns>
    public readonly bool TakeIn(int index)
    {
        var name = _current[index].Key;
        if (index < _previous.Length && string.Equals(name, _previous[index].Key, StringComparison.Ordinal))
        {
            return false;
        }

        _names.Add(name);
        return true;
    }
}
