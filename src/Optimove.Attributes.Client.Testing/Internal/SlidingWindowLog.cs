namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>An exact log of the requests that were taken for one key: a request is taken where no window that ends with it would hold more than the limit.</summary>
internal sealed class SlidingWindowLog(IReadOnlyList<SimulatedRateLimit> limits)
{
    private readonly Queue<DateTimeOffset>[] _taken = [.. limits.Select(static _ => new Queue<DateTimeOffset>())];

    /// <summary>Whether the request is taken. One that is not does not count (assumed).</summary>
    public bool TryTake(DateTimeOffset now)
    {
        lock (_taken)
        {
            for (var i = 0; i < limits.Count; i++)
            {
                while (_taken[i].TryPeek(out var oldest) && now - oldest >= limits[i].Window)
                {
                    _taken[i].Dequeue();
                }
            }

            for (var i = 0; i < limits.Count; i++)
            {
                if (_taken[i].Count >= limits[i].PermitLimit)
                {
                    return false;
                }
            }

            foreach (var taken in _taken)
            {
                taken.Enqueue(now);
            }

            return true;
        }
    }
}
