namespace Optimove.Attributes.Console;

/// <summary>Splits values over Update calls within the limits, in bounded memory.</summary>
/// <remarks>
/// Values wait for as many customers as a call may hold; then all of them leave, a customer with more attributes than a call may
/// hold in several calls.
/// </remarks>
internal sealed class CallPlanner(int maxCustomers, int maxAttributes)
{
    private readonly Dictionary<string, PendingCustomer> _byId = new(StringComparer.Ordinal);
    private readonly List<PendingCustomer> _inOrder = [];
    private int _round;

    /// <summary>How many values gave way to a newer one of the same customer and attribute before they left.</summary>
    public long Replaced { get; private set; }

    /// <summary>Whether the customer does not fit any more: <see cref="Flush"/> first.</summary>
    public bool IsFullFor(string customerId) => _inOrder.Count >= maxCustomers && !_byId.ContainsKey(customerId);

    public void Put(string customerId, string realFieldName, AttributeValue value)
    {
        if (!_byId.TryGetValue(customerId, out var customer))
        {
            customer = new PendingCustomer(customerId);
            _byId.Add(customerId, customer);
            _inOrder.Add(customer);
        }

        if (customer.Put(realFieldName, value))
        {
            Replaced++;
        }
    }

    /// <summary>The calls for everything that waits. Nothing waits afterwards.</summary>
    public IReadOnlyList<PlannedCall> Flush()
    {
        var calls = new List<PlannedCall>();
        var mostCalls = _inOrder.Select(customer => customer.CallsNeeded(maxAttributes)).DefaultIfEmpty().Max();
        for (var part = 0; part < mostCalls; part++)
        {
            var updates = new List<CustomerUpdate>();
            var weights = new Dictionary<(int, string), int>();
            var values = 0;
            foreach (var customer in _inOrder.Where(customer => customer.CallsNeeded(maxAttributes) > part))
            {
                var update = new CustomerUpdate(customer.CustomerId);
                foreach (var (name, value, count) in customer.Part(part, maxAttributes))
                {
                    update[name] = value;
                    values += count;
                    if (count > 1)
                    {
                        weights.Add((updates.Count, name), count);
                    }
                }

                updates.Add(update);
            }

            calls.Add(new PlannedCall(updates, values, _round) { Weights = weights });
        }

        _round++;
        _byId.Clear();
        _inOrder.Clear();
        return calls;
    }
}
