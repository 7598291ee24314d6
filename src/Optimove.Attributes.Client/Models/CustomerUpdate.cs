using System.Collections;

namespace Optimove.Attributes.Client;

/// <summary>New values for attributes of one customer.</summary>
/// <remarks>
/// RealFieldNames compare without regard to case, and the last value given to a name wins. Once handed to the SDK an update is
/// frozen: a setter throws, so that reusing one can't change what is being sent. Its customer id and values are personal data; it has no text form that shows them.
/// </remarks>
/// <example><code>new CustomerUpdate("42") { ["VIP_LEVEL"] = "Gold", ["SCORE"] = 17 }</code></example>
public sealed class CustomerUpdate
{
    private const int Open = 0;
    private const int Busy = 1;
    private const int Frozen = 2;

    private KeyValuePair<string, AttributeValue>[] _entries = [];
    private Entries? _attributes;
    private int _count;
    private int _state;

    // One bit for each kind of name, so that most new names need no comparison with those that are there.
    private ulong _seen;

    /// <summary>Starts an update without values.</summary>
    /// <param name="customerId">The customer's id, free text. Whether the vendor regards its case is not known; the SDK does.</param>
    /// <exception cref="ArgumentNullException"><paramref name="customerId"/> is <see langword="null"/>.</exception>
    public CustomerUpdate(string customerId)
    {
        ArgumentNullException.ThrowIfNull(customerId);
        CustomerId = customerId;
    }

    /// <summary>An update of names that are known to differ. It is frozen.</summary>
    internal CustomerUpdate(string customerId, KeyValuePair<string, AttributeValue>[] distinct)
    {
        CustomerId = customerId;
        _entries = distinct;
        _count = distinct.Length;
        _seen = ulong.MaxValue;
        _state = Frozen;
    }

    /// <summary>The customer's id.</summary>
    public string CustomerId { get; }

    /// <summary>The values, in the order in which their names were first given.</summary>
    public IReadOnlyList<KeyValuePair<string, AttributeValue>> Attributes => _attributes ??= new Entries(this);

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
            var wasFrozen = Enter();
            try
            {
                var index = IndexOf(realFieldName);
                return index >= 0 ? _entries[index].Value : throw new KeyNotFoundException("The update has no value for this RealFieldName.");
            }
            finally
            {
                Leave(wasFrozen);
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(realFieldName);
            if (value.Kind == AttributeValueKind.None)
            {
                throw new ArgumentException("A default AttributeValue says nothing. To take a value away, use AttributeValue.Clear.", nameof(value));
            }

            if (Enter())
            {
                throw new InvalidOperationException(
                    "The update was handed to the SDK, which may be sending it. Create another CustomerUpdate for further values.");
            }

            try
            {
                Set(realFieldName, value);
            }
            finally
            {
                Leave(wasFrozen: false);
            }
        }
    }

    /// <summary>From now on nothing changes, so the entries can be read as they are.</summary>
    internal ReadOnlySpan<KeyValuePair<string, AttributeValue>> Freeze()
    {
        if (Volatile.Read(ref _state) != Frozen)
        {
            Enter();
            Leave(wasFrozen: true);
        }

        return _entries.AsSpan(0, _count);
    }

    /// <summary>The names alone, from now on. Mostly the same stand in one update after the other, and then one list of them does for all.</summary>
    /// <param name="previous">That of the update before, which is returned where it is the same; <see langword="null"/> for none.</param>
    internal string[] ListNames(string[]? previous)
    {
        var attributes = Freeze();
        var isSame = previous is not null && previous.Length == attributes.Length;
        for (var i = 0; isSame && i < attributes.Length; i++)
        {
            isSame = string.Equals(attributes[i].Key, previous![i], StringComparison.Ordinal);
        }

        return isSame ? previous! : Array.ConvertAll(_entries[..attributes.Length], static entry => entry.Key);
    }

    private void Set(string realFieldName, AttributeValue value)
    {
        var bit = BitOf(realFieldName);
        var index = (_seen & bit) == 0 ? -1 : IndexOf(realFieldName);
        if (index >= 0)
        {
            _entries[index] = new(_entries[index].Key, value);
            return;
        }

        if (_count == _entries.Length)
        {
            // Few, or as many as a call may hold.
            Array.Resize(ref _entries, _count switch { 0 => 4, 4 => 10, _ => _count * 2 });
        }

        _entries[_count++] = new(realFieldName, value);
        _seen |= bit;
    }

    // A customer has few attributes in an update, so a scan beats an index that every update would have to carry.
    private int IndexOf(string realFieldName)
    {
        for (var i = 0; i < _count; i++)
        {
            if (string.Equals(_entries[i].Key, realFieldName, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The same bit for names that are equal without regard to case. Letters outside ASCII count alike.</summary>
    private static ulong BitOf(string name)
    {
        if (name.Length == 0)
        {
            return 1;
        }

        var (last, middle) = (name[^1], name[name.Length / 2]);
        return 1UL << ((name.Length + ((last < 128 ? last | 0x20 : 0) * 3) + ((middle < 128 ? middle | 0x20 : 0) * 11)) & 63);
    }

    /// <summary>A lock of one word, for updates come in millions.</summary>
    /// <returns>Whether the update is frozen; else nobody else sets or freezes until it is left.</returns>
    private bool Enter()
    {
        var spin = default(SpinWait);
        while (true)
        {
            var state = Interlocked.CompareExchange(ref _state, Busy, Open);
            if (state != Busy)
            {
                return state == Frozen;
            }

            spin.SpinOnce();
        }
    }

    private void Leave(bool wasFrozen) => Volatile.Write(ref _state, wasFrozen ? Frozen : Open);

    /// <summary>What is in the update now. No cast makes it writable.</summary>
    private sealed class Entries(CustomerUpdate update) : IReadOnlyList<KeyValuePair<string, AttributeValue>>
    {
        public int Count => update._count;

        public KeyValuePair<string, AttributeValue> this[int index] =>
            (uint)index < (uint)Count ? update._entries[index] : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, AttributeValue>> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
