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

    // Every customer who waits or is in a call: most have one update that leaves as it came, which stands for itself; the others have a PendingCustomer.
    private readonly Dictionary<string, object> _customers = new(StringComparer.Ordinal);
    private readonly List<Waiting> _waiting = [];
    private readonly List<int> _chosen = [];
    private int _wide;
    private int _enough;
    private int _addedSinceTake;
    private long _values;

    public int CustomerCount => _waiting.Count;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>The place of the oldest update of which something waits, that which was replaced counted; <see cref="long.MaxValue"/> where nothing does.</summary>
    public long Oldest
    {
        get
        {
            var oldest = long.MaxValue;
            foreach (ref readonly var waiting in CollectionsMarshal.AsSpan(_waiting))
            {
                oldest = Math.Min(oldest, waiting.Customer?.Oldest ?? waiting.Position);
            }

            return oldest;
        }
    }

    /// <summary>
    /// Whether there may be enough for a full batch. Where customers are wide, two are looked at: of one alone, the second parts would leave before the next customers are known. Where many wait for a call with
    /// an older value of theirs, so many more are needed.
    /// </summary>
    public bool MayFillBatch => _waiting.Count >= Math.Max(_enough, (_wide > 0 ? 2L : 1L) * maxCustomers);

    /// <summary>Whether no more is to be taken in, although there is not enough for a full batch: of those who wait, too many wait for a call with an older value, or come again and again.</summary>
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
            return;
        }

        var customer = known as PendingCustomer ?? Spread(known as CustomerUpdate);
        known = customer;
        var before = customer.Count;
        if (before == 0)
        {
            _waiting.Add(new Waiting(update.CustomerId, customer));
        }

        customer.Add(update, position, positions);
        Count(before, customer.Count);
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

        if (_chosen.Count == 0 || (_chosen.Count < maxCustomers && !isPartial))
        {
            _enough = _waiting.Count + maxCustomers - _chosen.Count;
            return null;
        }

        _enough = 0;
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
        return rows;
    }

    /// <summary>The call of a row was answered: what waited for it may leave.</summary>
    public void Release(BatchRow row)
    {
        _enough = 0;
        _customers.Remove(row.CustomerId, out var known);
        if (known is PendingCustomer customer)
        {
            customer.Release(row.Update!);
            if (!customer.IsDone)
            {
                _customers.Add(row.CustomerId, customer);
            }
        }
    }

    /// <summary>A customer of whom more comes than one update that leaves as it came.</summary>
    /// <param name="update">That update, which waits or is in a call; <see langword="null"/> for none.</param>
    private PendingCustomer Spread(CustomerUpdate? update)
    {
        var customer = new PendingCustomer();
        if (update is null)
        {
            return customer;
        }

        var index = _waiting.FindIndex(waiting => waiting.Update == update);
        if (index < 0)
        {
            customer.AddInFlight(update);
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
            waiting = default;
            return whole;
        }

        waiting.PassedOver = 0;
        var before = customer.Count;
        var row = customer.Take(waiting.CustomerId, maxAttributes);
        Count(before, customer.Count);
        return row;
    }

    private void Count(int before, int after)
    {
        _values += after - before;
        _wide += (after > maxAttributes ? 1 : 0) - (before > maxAttributes ? 1 : 0);
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
