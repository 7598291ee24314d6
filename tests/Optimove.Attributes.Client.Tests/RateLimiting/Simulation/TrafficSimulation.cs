using System.Threading.RateLimiting;

namespace Optimove.Attributes.Client.Tests.RateLimiting.Simulation;

/// <summary>Sends traffic through a limiter to a server on simulated time. The same seed gives the same run.</summary>
internal sealed class TrafficSimulation
{
    private readonly VirtualClock _clock;
    private readonly RateLimiter _limiter;
    private readonly ServerLog _server;
    private readonly Traffic _traffic;
    private readonly Random _random;
    private readonly Queue<Task<RateLimitLease>> _waiting = new();

    private int _asked;
    private int _ended;
    private int _refused;
    private TimeSpan _answerTimes;

    private TrafficSimulation(VirtualClock clock, RateLimiter limiter, ServerLog server, Traffic traffic, int seed)
    {
        _clock = clock;
        _limiter = limiter;
        _server = server;
        _traffic = traffic;
        _random = new Random(seed);
    }

    public static TrafficReport Run(VirtualClock clock, RateLimiter limiter, ServerLog server, Traffic traffic, int seed) =>
        new TrafficSimulation(clock, limiter, server, traffic, seed).Run();

    private TrafficReport Run()
    {
        if (_traffic.Callers is { } callers)
        {
            Ask(callers);
        }
        else
        {
            Burst();
        }

        // A limiter completes its waiters in the order in which they came, and its continuations elsewhere: polling keeps the run on one thread.
        do
        {
            while (_waiting.TryPeek(out var first) && first.IsCompleted)
            {
                Send(_waiting.Dequeue().Result);
            }
        }
        while (_ended < _traffic.Requests && _clock.Step());

        return new TrafficReport(_ended, _refused, _clock.Now, _answerTimes / _ended);
    }

    private void Ask(int requests)
    {
        for (var i = 0; i < requests && _asked < _traffic.Requests; i++, _asked++)
        {
            _waiting.Enqueue(_limiter.AcquireAsync().AsTask());
        }
    }

    private void Burst()
    {
        Ask(_random.Next(1, 201));
        if (_asked < _traffic.Requests)
        {
            _clock.In(TimeSpan.FromSeconds(-20 * Math.Log(1 - _random.NextDouble())), Burst);
        }
    }

    private void Send(RateLimitLease lease)
    {
        if (!lease.IsAcquired)
        {
            throw new InvalidOperationException("A limiter without an end of its queue refused a caller.");
        }

        var takes = _random.NextDouble() < _traffic.LostShare ? _traffic.AttemptTimeout : _traffic.AnswerTime(_random);

        // The ends are where windows break: a request seen late, and fifty seen early one window later.
        var seenAfter = takes * _random.Next(3) switch { 0 => 0, 1 => 1, _ => _random.NextDouble() };
        _clock.In(seenAfter, () => _refused += _server.TrySee(_clock.Now) ? 0 : 1);
        if (_traffic.ReleasesWhenSent)
        {
            lease.Dispose();
        }

        _clock.In(takes, () =>
        {
            lease.Dispose();
            _ended++;
            _answerTimes += takes;
            if (_traffic.Callers is not null)
            {
                Ask(1);
            }
        });
    }
}
