namespace Optimove.Attributes.Client;

/// <summary>How a bulk run goes about its work. What a call may hold, and how often one may be made, the client knows.</summary>
public sealed class BulkUpdateOptions
{
    /// <summary>
    /// The most calls that are under way at once, from 1 to 1,000; 50 by default: more can't be under way within the documented limit, however slow the answers are. A call holds a batch in memory, about
    /// a megabyte where it is full.
    /// </summary>
    public int MaxConcurrentCalls { get; set; } = 50;

    /// <summary>How long the run waits for a server that is down, or turns every call away for its rate, before it ends, from zero to a day; 10 minutes by default. Meanwhile one call after the other tries, and no input is read.</summary>
    public TimeSpan MaxOutage { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many updates the input has, where that is known, for <see cref="BulkProgress.TimeLeft"/> alone; not known by default.</summary>
    public long? ExpectedUpdates { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">One of them can't be right.</exception>
    internal static BulkUpdateOptions Check(BulkUpdateOptions? options)
    {
        options ??= new BulkUpdateOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentCalls, 1, nameof(MaxConcurrentCalls));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxConcurrentCalls, 1000, nameof(MaxConcurrentCalls));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxOutage, TimeSpan.Zero, nameof(MaxOutage));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxOutage, TimeSpan.FromDays(1), nameof(MaxOutage));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ExpectedUpdates ?? 0, 0, nameof(ExpectedUpdates));
        return (BulkUpdateOptions)options.MemberwiseClone();
    }
}
