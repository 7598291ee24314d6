using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Optimove.Attributes.Client;

/// <summary>
/// What waits for a call, put into batches as full as can be: those of a wide customer are spread over many, so that the last ones are not left alone. A value that comes again
/// replaces the one that waits, and does not leave while an older one is in a call.
/// </summary>
internal sealed class PendingUpdates(int maxCustomers, int maxAttributes, InputPositions positions)
{
    private const int RoomInBatches = 10;
    private const int MostMergedInBatches = 100;
    private const int RoomInValues = 20;
    private const int MostPassedOver = 8;

    // Every customer who waits or is in a call: most have one update that leaves as it came, which stands for itself, or just its names once it is held; the others have a PendingCustomer.
    private readonly Dictionary<string, object> _customers = new(StringComparer.Ordinal);
    private readonly List<Waiting> _waiting = [];
    private readonly List<int> _chosen = [];
    private int _wide;
    private int _free;
    private int _addedSinceTake;
    private long _values;

    public int CustomerCount => _waiting.Count;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>The place of the oldest update of which something may leave, that which was replaced counted; <see cref="long.MaxValue"/> where nothing may.</summary>
    public long OldestFree
    {
        get
        {
            var oldest = long.MaxValue;
            foreach (ref readonly var waiting in CollectionsMarshal.AsSpan(_waiting))
            {
                oldest = Math.Min(oldest, waiting.Customer?.OldestFree ?? waiting.Position);
            }

            return oldest;
        }
    }

    /// <summary>
    /// Whether there is enough for a full batch. Where customers are wide, two are looked at, as far as there is room: of one alone, the second parts would leave before the next customers are known.
    /// </summary>
    public bool MayFillBatch => _free >= (_wide > 0 && !IsCrammed ? 2L : 1L) * maxCustomers;

    /// <summary>Whether no more is to be taken in, whether or not there is enough for a full batch: of those who wait, too many wait for a call with an older value, are too wide, or come again and again.</summary>
    public bool IsCrammed =>
        _waiting.Count >= (long)maxCustomers * RoomInBatches || _addedSinceTake >= (long)maxCustomers * MostMergedInBatches || _values >= (long)maxCustomers * maxAttributes * RoomInValues;

    /// <summary>Whether no more is to be taken in, until something left.</summary>
    public bool IsFull => MayFillBatch || IsCrammed;

    /// <summary>Takes an update in, whose position is known.</summary>
    public void Add(CustomerUpdate update, long position)
    {
        _addedSinceTake++;
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_customers, update.CustomerId, out _);
        var values = update.Freeze().Length;
        if (known is null && values <= maxAttributes)
        {
            known = update;
            _waiting.Add(new Waiting(update, position));
            _values += values;
            _free++;
            return;
        }

        var customer = known as PendingCustomer ?? Spread(known);
        known = customer;
        if (customer.Count == 0)
        {
            _waiting.Add(new Waiting(update.CustomerId, customer));
        }

        var before = (customer.Count, customer.FreeCount);
        customer.Add(update, position, positions);
        Count(before, customer);
    }

    /// <summary>Takes a batch out.</summary>
    /// <param name="isPartial">Whether one that is not full will do.</param>
    /// <returns>The rows; <see langword="null"/> where there is nothing, or not enough.</returns>
    public BatchRow[]? TryTake(bool isPartial)
    {
        if (IsEmpty || !(isPartial || MayFillBatch))
        {
            return null;
        }

        _chosen.Clear();
        if (_wide == 0)
        {
            ChooseOldest();
        }
        else
        {
            ChooseWidest();
        }

        if (_chosen.Count == 0)
        {
            return null;
        }

        _addedSinceTake = 0;
        var rows = new BatchRow[_chosen.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Take(ref CollectionsMarshal.AsSpan(_waiting)[_chosen[i]]);
        }

        _waiting.RemoveAll(static waiting => waiting.IsEmpty);
        return rows;
    }

    /// <summary>Takes everything out, as if nothing were in a call: it is not going to be sent.</summary>
    public BatchRow[] TakeAll()
    {
        BatchRow[] rows = [.. _waiting.Select(static waiting => waiting.Customer?.TakeAll(waiting.CustomerId) ?? new BatchRow(waiting.Update!, waiting.Position))];
        _waiting.Clear();
        _free = 0;
        return rows;
    }

    /// <summary>The call of rows was answered: what waited for them may leave.</summary>
    public void Release(BatchRow[] rows)
    {
        foreach (var row in rows)
        {
            if (Remove(row.CustomerId) is { } customer)
            {
                var before = (customer.Count, customer.FreeCount);
                foreach (var (name, _) in row.Update!.Freeze())
                {
                    customer.Release(name);
                }

                Keep(row.CustomerId, customer, before);
            }
        }
    }

    /// <summary>What waits for rows goes on waiting, while their values are let go.</summary>
    /// <returns>The rows, to be released.</returns>
    public (string CustomerId, string[] Names)[] Hold(BatchRow[] rows)
    {
        var held = new (string CustomerId, string[] Names)[rows.Length];
        string[]? previous = null;
        for (var i = 0; i < rows.Length; i++)
        {
            previous = rows[i].Update!.ListNames(previous);
            held[i] = (rows[i].CustomerId, previous);
            ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(_customers, rows[i].CustomerId);
            if (!Unsafe.IsNullRef(ref known) && known is CustomerUpdate)
            {
                known = previous;
            }
        }

        return held;
    }

    /// <summary>Rows that were held need not be waited for any more.</summary>
    public void Release((string CustomerId, string[] Names)[] held)
    {
        foreach (var (customerId, names) in held)
        {
            if (Remove(customerId) is { } customer)
            {
                var before = (customer.Count, customer.FreeCount);
                Array.ForEach(names, customer.Release);
                Keep(customerId, customer, before);
            }
        }
    }

    /// <returns>The customer, where more is known of it than what is released: it is to be kept.</returns>
    private PendingCustomer? Remove(string customerId)
    {
        _customers.Remove(customerId, out var known);
        return known as PendingCustomer;
    }

    private void Keep(string customerId, PendingCustomer customer, (int, int) before)
    {
        Count(before, customer);
        if (!customer.IsDone)
        {
            _customers.Add(customerId, customer);
        }
    }

    /// <summary>A customer of whom more comes than one update that leaves as it came.</summary>
    /// <param name="known">That update, which waits or is in a call, or its names; <see langword="null"/> for none.</param>
    private PendingCustomer Spread(object? known)
    {
        var customer = new PendingCustomer();
        if (known is not CustomerUpdate update)
        {
            Array.ForEach(known as string[] ?? [], customer.AddInFlight);
            return customer;
        }

        var index = _waiting.FindIndex(waiting => waiting.Update == update);
        if (index < 0)
        {
            foreach (var (name, _) in update.Freeze())
            {
                customer.AddInFlight(name);
            }
        }
        else
        {
            customer.Add(update, _waiting[index].Position, positions);
            _waiting[index] = new Waiting(update.CustomerId, customer) { PassedOver = _waiting[index].PassedOver };
        }

        return customer;
    }

    private void ChooseOldest()
    {
        for (var i = 0; i < _waiting.Count && _chosen.Count < maxCustomers; i++)
        {
            if (CountParts(i) > 0)
            {
                _chosen.Add(i);
            }
        }
    }

    /// <summary>Those who need the most calls first, the oldest first among equals; but nobody is passed over for ever.</summary>
    private void ChooseWidest()
    {
        var inOrder = Enumerable.Range(0, _waiting.Count)
            .Select(index => (Index: index, Parts: CountParts(index)))
            .Where(static candidate => candidate.Parts > 0)
            .OrderByDescending(candidate => _waiting[candidate.Index].PassedOver >= MostPassedOver ? int.MaxValue : candidate.Parts);
        foreach (var (index, _) in inOrder)
        {
            if (_chosen.Count < maxCustomers)
            {
                _chosen.Add(index);
            }
            else
            {
                CollectionsMarshal.AsSpan(_waiting)[index].PassedOver++;
            }
        }
    }

    /// <summary>How many calls it takes for what may leave now.</summary>
    private int CountParts(int index) => _waiting[index].Customer is { } customer ? (customer.FreeCount + maxAttributes - 1) / maxAttributes : 1;

    private BatchRow Take(ref Waiting waiting)
    {
        if (waiting.Customer is not { } customer)
        {
            var whole = new BatchRow(waiting.Update!, waiting.Position);
            _values -= whole.ValueCount;
            _free--;
            waiting = default;
            return whole;
        }

        waiting.PassedOver = 0;
        var before = (customer.Count, customer.FreeCount);
        var row = customer.Take(waiting.CustomerId, maxAttributes);
        Count(before, customer);
        return row;
    }

    private void Count((int Count, int FreeCount) before, PendingCustomer after)
    {
        _values += after.Count - before.Count;
        _wide += (after.Count > maxAttributes ? 1 : 0) - (before.Count > maxAttributes ? 1 : 0);
        _free += (after.FreeCount > 0 ? 1 : 0) - (before.FreeCount > 0 ? 1 : 0);
    }

    /// <summary>One who waits: with one update that leaves as it came, or with values of several, or of one that is too wide.</summary>
    private struct Waiting
    {
        public Waiting(CustomerUpdate update, long position) => (CustomerId, Update, Position) = (update.CustomerId, update, position);

        public Waiting(string customerId, PendingCustomer customer) => (CustomerId, Customer) = (customerId, customer);

        public string CustomerId { get; }

        public CustomerUpdate? Update { get; }

        public long Position { get; }

        public PendingCustomer? Customer { get; }

        /// <summary>How many batches left without it, although it had something for them.</summary>
        public int PassedOver { get; set; }

        public readonly bool IsEmpty => Update is null && Customer is not { Count: > 0 };
    }
}
