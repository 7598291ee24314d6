namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>What was ordered, in order: the first that is due takes the request.</summary>
internal sealed class Script<T>
    where T : class
{
    private readonly List<(T Fault, Func<RecordedRequest, bool> IsDue)> _orders = [];

    public void Add(T fault, FaultTrigger trigger)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(trigger);
        lock (_orders)
        {
            _orders.Add((fault, trigger.Begin()));
        }
    }

    public T? Draw(RecordedRequest request)
    {
        lock (_orders)
        {
            return _orders.FirstOrDefault(order => order.IsDue(request)).Fault;
        }
    }

    public void Clear()
    {
        lock (_orders)
        {
            _orders.Clear();
        }
    }
}
