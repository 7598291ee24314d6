namespace Optimove.Attributes.Client;

/// <summary>The time that a call may take, which stands still while the call waits for a permit. It starts standing still.</summary>
internal sealed class PausableTimeout : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly CancellationToken _callerToken;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private TimeSpan _left;
    private long? _runningSince;

    public PausableTimeout(TimeSpan total, TimeProvider timeProvider, CancellationToken callerToken)
    {
        _left = total;
        _timeProvider = timeProvider;
        _callerToken = callerToken;
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        _registration = callerToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Cancelled when the time is over, or by the caller.</summary>
    public CancellationToken Token => _source.Token;

    public bool IsOver => _source.IsCancellationRequested && !_callerToken.IsCancellationRequested;

    public TimeSpan Left => _runningSince is { } since ? _left - _timeProvider.GetElapsedTime(since) : _left;

    public void Run()
    {
        _runningSince = _timeProvider.GetTimestamp();
        _source.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
    }

    public void StandStill()
    {
        _left = Left;
        _runningSince = null;
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
