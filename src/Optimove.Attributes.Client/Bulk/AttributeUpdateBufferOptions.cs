namespace Optimove.Attributes.Client;

/// <summary>How an <see cref="AttributeUpdateBuffer"/> gathers updates.</summary>
public sealed class AttributeUpdateBufferOptions
{
    /// <summary>
    /// How long an update waits for others to fill its call with, above zero and at most an hour; one second by default. It waits longer where an older value of it is in a call, or where five calls that are not full are
    /// under way already, so that under a high load calls fill up.
    /// </summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many updates wait to be taken up before <see cref="AttributeUpdateBuffer.EnqueueAsync"/> waits in turn, from 1; 10,000 by default. A batch or two more are held for packing, and up to ten where customers come again.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <inheritdoc cref="BulkUpdateOptions.MaxConcurrentCalls"/>
    public int MaxConcurrentCalls { get; set; } = 50;

    /// <summary>
    /// How long a server is waited for that is down, or refuses the key or the rate, before the batch that failed is handed over, from zero to a day; 10 minutes by default. After that each further batch
    /// that fails is handed over at once, until one is taken again.
    /// </summary>
    public TimeSpan MaxOutage { get; set; } = TimeSpan.FromMinutes(10);

    internal IEnumerable<string> FindFaults()
    {
        if (MaxDelay <= TimeSpan.Zero || MaxDelay > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(MaxDelay)} must be above zero and at most an hour.";
        }

        if (Capacity < 1)
        {
            yield return $"{nameof(Capacity)} must be at least 1.";
        }

        if (MaxConcurrentCalls is < 1 or > 1000)
        {
            yield return $"{nameof(MaxConcurrentCalls)} must be from 1 to 1,000.";
        }

        if (MaxOutage < TimeSpan.Zero || MaxOutage > TimeSpan.FromDays(1))
        {
            yield return $"{nameof(MaxOutage)} must be from zero to a day.";
        }
    }
}
