namespace Optimove.Attributes.Client.Testing.Internal;

internal static class Check
{
    // The longest wait that every timer can take.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(24);

    /// <exception cref="ArgumentOutOfRangeException">The delay is negative, or longer than a timer can take.</exception>
    public static void Delay(TimeSpan delay, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, LongestDelay, name);
    }
}
