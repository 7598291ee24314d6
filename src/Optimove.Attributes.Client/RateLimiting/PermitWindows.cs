using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>The arithmetic of the limits: which permits are out, which are on their way back, and when. Times are timestamps of the clock.</summary>
internal sealed class PermitWindows(TimeProvider timeProvider)
{
    private readonly List<WindowState> _states = [];
    private readonly ReleaseLog _releases = new();
    private int _inUse;
    private long? _lastRelease;

    /// <summary>The most permits that can ever be taken at once.</summary>
    public int SmallestLimit => _states.Min(static state => state.Limit.PermitLimit);

    /// <summary>Brings limits in. One that is there already changes nothing. What left the windows there were before is not remembered, so a longer one starts without it.</summary>
    /// <exception cref="ArgumentException">There is no limit, or one allows no request or has a window that is not above zero and at most a day.</exception>
    public void Add(IEnumerable<RateLimit> limits)
    {
        foreach (var limit in limits)
        {
            ArgumentNullException.ThrowIfNull(limit, nameof(limits));
            if (limit.PermitLimit < 1 || limit.Window <= TimeSpan.Zero || limit.Window > TimeSpan.FromDays(1))
            {
                // The record's own text would write the number in the current culture.
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"A limit of {limit.PermitLimit} in {limit.Window}: it must allow at least one request, in a window above zero and of at most a day."),
                    nameof(limits));
            }

            if (!_states.Exists(state => state.Limit == limit))
            {
                _states.Add(new WindowState(limit, ToTimestamp(limit.Window), _releases.Start));
            }
        }

        if (_states.Count == 0)
        {
            throw new ArgumentException("At least one limit is needed.", nameof(limits));
        }
    }

    public void Take(int permitCount) => _inUse += permitCount;

    public void Release(int permitCount, long now)
    {
        _inUse -= permitCount;
        _releases.Add(now, permitCount);
        _lastRelease = now;
    }

    /// <summary>How many permits all limits allow now. Below zero after a limit lower than what is out was brought in.</summary>
    public int Free(long now)
    {
        var free = int.MaxValue;
        var oldest = _releases.End;
        foreach (var state in _states)
        {
            while (state.First < _releases.End && _releases[state.First] + state.Window <= now)
            {
                state.First++;
            }

            oldest = Math.Min(oldest, state.First);
            free = Math.Min(free, state.Limit.PermitLimit - _inUse - (int)(_releases.End - state.First));
        }

        _releases.RemoveBefore(oldest);
        return free;
    }

    /// <summary>When so many permits are free, if nothing else happens; <see langword="null"/> where that takes a lease that is still out.</summary>
    public long? WhenFree(int permitCount, long now)
    {
        Free(now);
        var due = now;
        foreach (var state in _states)
        {
            var cooling = _releases.End - state.First;
            var missing = permitCount - (state.Limit.PermitLimit - _inUse - cooling);
            if (missing > cooling)
            {
                return null;
            }

            if (missing > 0)
            {
                due = Math.Max(due, _releases[state.First + missing - 1] + state.Window);
            }
        }

        return due;
    }

    /// <summary>Since when every permit is there; <see langword="null"/> where one is out or on its way back. A limiter that was never used is idle from 0.</summary>
    public long? IdleSince(long now)
    {
        var since = _lastRelease is { } last ? last + _states.Max(static state => state.Window) : 0;
        return _inUse > 0 || now < since ? null : since;
    }

    // Rounded up, so that a coarse clock makes no window shorter.
    public long ToTimestamp(TimeSpan time) =>
        (long)((((Int128)time.Ticks * timeProvider.TimestampFrequency) + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);

    private sealed class WindowState(RateLimit limit, long window, long first)
    {
        public RateLimit Limit { get; } = limit;

        public long Window { get; } = window;

        /// <summary>The oldest release that this limit's window still holds.</summary>
        public long First { get; set; } = first;
    }
}
