namespace Optimove.Attributes.Client;

/// <summary>Counts what a run does, and says how long the rest takes.</summary>
internal sealed class RunMeter(IUpdateChannel client, long? expectedUpdates, InputPositions positions)
{
    private readonly long _start = client.TimeProvider.GetTimestamp();
    private DeliveryCounts _counts;
    private long _answeredValues;
    private int _calls;

    /// <summary>How many calls the server took.</summary>
    public long Taken { get; private set; }

    /// <summary>Whether anything changed since it was described.</summary>
    public bool HasNews { get; private set; }

    public TimeSpan Elapsed => client.TimeProvider.GetElapsedTime(_start);

    public void CountCall()
    {
        _calls++;
        HasNews = true;
    }

    public void CountAnswer() => HasNews = true;

    public void CountTaken(int values)
    {
        Taken++;
        _answeredValues += values;
    }

    public void Count(BatchOutcome outcome)
    {
        _counts += outcome.Counts;
        HasNews = true;
    }

    public BulkProgress Describe(int waiting, int inFlight, int awaitingOutcome, bool isServerUnavailable)
    {
        HasNews = false;
        var elapsed = Elapsed;
        var seconds = elapsed.TotalSeconds;
        return new BulkProgress
        {
            UpdatesRead = positions.Count,
            InputPosition = positions.Settled,
            Counts = _counts,
            Calls = _calls,
            CallsInFlight = inFlight,
            CallsAwaitingOutcome = awaitingOutcome,
            IsServerUnavailable = isServerUnavailable,
            Elapsed = elapsed,
            ValuesPerSecond = seconds > 0 ? _answeredValues / seconds : 0,
            TimeLeft = expectedUpdates is { } expected ? EstimateTimeLeft(expected, waiting, inFlight, elapsed) : null,
        };
    }

    private TimeSpan EstimateTimeLeft(long expected, int waiting, int inFlight, TimeSpan elapsed)
    {
        var sent = positions.Count - waiting;
        var updatesInACall = _calls > 0 && sent > 0 ? (double)sent / _calls : client.MaxCustomersPerCall;
        var unmade = Math.Ceiling(Math.Max(0, expected - sent) / updatesInACall);
        var left = unmade + inFlight;
        var byPace = Taken > 0 ? Times(elapsed, left / Taken) : TimeSpan.Zero;
        var byLimits = TimeSpan.Zero;
        foreach (var limit in client.RateLimits)
        {
            // Neither the whole, from its start, nor the rest, from now, can be over before the limit has let so many pass.
            byLimits = Longest(byLimits, Longest(LeastTime(limit, _calls + unmade) - elapsed, LeastTime(limit, left)));
            if (_calls >= limit.PermitLimit * (Math.Floor(elapsed / limit.Window) + 1))
            {
                // It is this limit that calls wait for: more of them pass in a burst than the pace between two bursts tells.
                byPace = TimeSpan.Zero;
            }
        }

        return Longest(byPace, byLimits);
    }

    private static TimeSpan LeastTime(RateLimit limit, double calls) => Times(limit.Window, Math.Floor(Math.Max(0, calls - 1) / limit.PermitLimit));

    private static TimeSpan Times(TimeSpan time, double factor) => time.Ticks * factor < TimeSpan.MaxValue.Ticks ? time * factor : TimeSpan.MaxValue;

    private static TimeSpan Longest(TimeSpan first, TimeSpan second) => first > second ? first : second;
}
