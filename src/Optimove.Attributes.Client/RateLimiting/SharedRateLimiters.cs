using System.Security.Cryptography;
using System.Text;

namespace Optimove.Attributes.Client;

/// <summary>Finds the limiter of a key for one client. Clients with the same base address, key and clock share one; it goes with the last of them.</summary>
internal sealed class SharedRateLimiters(Uri baseAddress, IEnumerable<RateLimit> limits, TimeProvider timeProvider) : IDisposable
{
    private static readonly Dictionary<Identity, Shared> All = [];

    private readonly string _address = baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/');
    private readonly RateLimit[] _limits = [.. limits];
    private readonly Dictionary<Identity, Shared> _used = [];
    private KeyLimiter? _current;
    private bool _disposed;

    public OptimoveRateLimiter For(string apiKey) =>
        Volatile.Read(ref _current) is { } current && current.ApiKey == apiKey ? current.Limiter : Find(apiKey);

    /// <exception cref="ObjectDisposedException">The client was disposed, so its limiter refuses.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), typeof(IOptimoveAttributesClient));

    public void Dispose()
    {
        lock (All)
        {
            _disposed = true;
            Volatile.Write(ref _current, null);
            foreach (var identity in _used.Keys)
            {
                Leave(identity)?.Dispose();
            }
        }
    }

    private OptimoveRateLimiter Find(string apiKey)
    {
        // The key itself does not stay in a static place.
        var identity = new Identity(_address, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(apiKey))), timeProvider);
        lock (All)
        {
            ThrowIfDisposed();
            if (!_used.TryGetValue(identity, out var shared))
            {
                // A key that was rotated away: once its limiter is idle it remembers nothing worth keeping. It is not disposed, for a request that has
                // just looked it up may still acquire from it.
                foreach (var old in _used.Where(static used => used.Value.Limiter.IdleDuration is not null).Select(static used => used.Key).ToArray())
                {
                    Leave(old);
                }

                if (!All.TryGetValue(identity, out shared))
                {
                    shared = new Shared(new OptimoveRateLimiter(_limits, timeProvider));
                    All.Add(identity, shared);
                }

                shared.Limiter.AddLimits(_limits);
                shared.Clients++;
                _used.Add(identity, shared);
            }

            Volatile.Write(ref _current, new KeyLimiter(apiKey, shared.Limiter));
            return shared.Limiter;
        }
    }

    /// <summary>Gives the limiter when nobody is left who uses it.</summary>
    private OptimoveRateLimiter? Leave(Identity identity)
    {
        if (!_used.Remove(identity, out var shared) || --shared.Clients > 0)
        {
            return null;
        }

        All.Remove(identity);
        return shared.Limiter;
    }

    private readonly record struct Identity(string Address, string KeyHash, TimeProvider Clock);

    private sealed record KeyLimiter(string ApiKey, OptimoveRateLimiter Limiter);

    private sealed class Shared(OptimoveRateLimiter limiter)
    {
        public OptimoveRateLimiter Limiter { get; } = limiter;

        public int Clients { get; set; }
    }
}
