using System.Collections.ObjectModel;
using System.Runtime.InteropServices;

namespace Optimove.Attributes.Client;

/// <summary>New values for attributes of one customer.</summary>
/// <remarks>
/// RealFieldNames compare without regard to case, and the last value given to a name wins. Once handed to the SDK an update is
/// frozen: a setter throws, so that reusing one can't change what is being sent. Its customer id and values are personal data; it has no text form that shows them.
/// </remarks>
/// <example><code>new CustomerUpdate("42") { ["VIP_LEVEL"] = "Gold", ["SCORE"] = 17 }</code></example>
public sealed class CustomerUpdate
{
    private readonly List<KeyValuePair<string, AttributeValue>> _entries = [];
    private ReadOnlyCollection<KeyValuePair<string, AttributeValue>>? _attributes;
    private bool _frozen;

    /// <summary>Starts an update without values.</summary>
    /// <param name="customerId">The customer's id, free text. Whether the vendor regards its case is not known; the SDK does.</param>
    /// <exception cref="ArgumentNullException"><paramref name="customerId"/> is <see langword="null"/>.</exception>
    public CustomerUpdate(string customerId)
    {
        ArgumentNullException.ThrowIfNull(customerId);
        CustomerId = customerId;
    }

    /// <summary>The customer's id.</summary>
    public string CustomerId { get; }

    /// <summary>The values, in the order in which their names were first given.</summary>
    public IReadOnlyList<KeyValuePair<string, AttributeValue>> Attributes => _attributes ??= _entries.AsReadOnly();

    /// <summary>The value for an attribute.</summary>
    /// <param name="realFieldName">The attribute's name, in any letter case.</param>
    /// <returns>The value given last.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="realFieldName"/> is <see langword="null"/>, or a <see langword="null"/> string is set.</exception>
    /// <exception cref="ArgumentException">A <see langword="default"/> <see cref="AttributeValue"/> is set.</exception>
    /// <exception cref="InvalidOperationException">A value is set after the update was handed to the SDK.</exception>
    /// <exception cref="KeyNotFoundException">The value of a name that was not given is read.</exception>
    public AttributeValue this[string realFieldName]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(realFieldName);
            lock (_entries)
            {
                var index = IndexOf(realFieldName);
                return index >= 0 ? _entries[index].Value : throw new KeyNotFoundException("The update has no value for this RealFieldName.");
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(realFieldName);
            if (value.Kind == AttributeValueKind.None)
            {
                throw new ArgumentException("A default AttributeValue says nothing. To take a value away, use AttributeValue.Clear.", nameof(value));
            }

            lock (_entries)
            {
                if (_frozen)
                {
                    throw new InvalidOperationException(
                        "The update was handed to the SDK, which may be sending it. Create another CustomerUpdate for further values.");
                }

                var index = IndexOf(realFieldName);
                if (index >= 0)
                {
                    _entries[index] = new(_entries[index].Key, value);
                }
                else
                {
                    _entries.Add(new(realFieldName, value));
                }
            }
        }
    }

    /// <summary>From now on nothing changes, so the entries can be read without a lock.</summary>
    internal ReadOnlySpan<KeyValuePair<string, AttributeValue>> Freeze()
    {
        lock (_entries)
        {
            _frozen = true;
        }

        return CollectionsMarshal.AsSpan(_entries);
    }

    // A customer has few attributes in an update, so a scan beats an index that every update would have to carry.
    private int IndexOf(string realFieldName)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            if (string.Equals(_entries[i].Key, realFieldName, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
