namespace Optimove.Attributes.Client;

/// <summary>How long the server has been out of reach, and when to try it again.</summary>
internal sealed class Outage(TimeSpan maxOutage, TimeProvider timeProvider)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private long? _since;
    private TimeSpan _pause;

    public bool IsOngoing => _since is not null;

    public TimeSpan Elapsed => _since is { } since ? timeProvider.GetElapsedTime(since) : TimeSpan.Zero;

    public void End() => _since = null;

    /// <summary>A call failed.</summary>
    /// <param name="retryAfter">How long the server asks to wait.</param>
    /// <returns>When to try again; <see langword="null"/> where it has lasted too long.</returns>
    public TimeSpan? Fail(TimeSpan? retryAfter)
    {
        if (_since is null)
        {
            _since = timeProvider.GetTimestamp();
            _pause = FirstPause;
        }
        else
        {
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }

        var left = maxOutage - Elapsed;
        if (left <= TimeSpan.Zero || retryAfter > left)
        {
            return null;
        }

        // The last try comes when the time is over, not before.
        var pause = retryAfter > _pause ? retryAfter.Value : _pause;
        return pause < left ? pause : left;
    }
}
