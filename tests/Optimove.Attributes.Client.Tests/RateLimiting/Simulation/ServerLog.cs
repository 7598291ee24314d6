namespace Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

/// <summary>The limits as the server keeps them: it remembers every request it let in, and lets none in that one window too many would hold.</summary>
internal sealed class ServerLog(params RateLimit[] limits)
{
    private readonly (RateLimit Limit, Queue<TimeSpan> Seen)[] _windows = [.. limits.Select(static limit => (limit, new Queue<TimeSpan>()))];

    /// <summary>Sees a request now, which is not before any request it has seen; <see langword="false"/> when it is refused.</summary>
    public bool TrySee(TimeSpan now)
    {
        var admitted = true;
        foreach (var (limit, seen) in _windows)
        {
            // The window is (now - length, now]: what was seen exactly one length ago is out of it.
            while (seen.TryPeek(out var oldest) && oldest + limit.Window <= now)
            {
                seen.Dequeue();
            }

            admitted &= seen.Count < limit.PermitLimit;
        }

        if (admitted)
        {
            foreach (var (_, seen) in _windows)
            {
                seen.Enqueue(now);
            }
        }

        return admitted;
    }
}
