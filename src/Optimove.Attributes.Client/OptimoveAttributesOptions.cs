using System.Threading.RateLimiting;

namespace Optimove.Attributes.Client;

/// <summary>How to reach a tenant, and how patient to be.</summary>
/// <remarks>
/// Checked when the host starts, or when the client is first made: all faults come in one
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> (from <see cref="OptimoveAttributesClient.Create"/> too). Only <see cref="ApiKey"/> and <see cref="CallbackOptions.Secrets"/> are read again for each use; the rest holds for the client's life.
/// </remarks>
public sealed class OptimoveAttributesOptions
{
    /// <summary>
    /// The tenant's address, such as <c>https://api4.optimove.net/</c>; required. Absolute, https (http for loopback alone). A path, such as the
    /// <c>current/</c> of older tenants, is kept, with or without its last slash.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>
    /// The API key; required unless <see cref="ApiKeyProvider"/> is given. It is a secret: keep it out of source code. Read for each request, so a
    /// reloaded configuration rotates it. Only a key with the Admin access type may manage attributes.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>Gives the key for each request, such as from a vault; wins over <see cref="ApiKey"/>. Called once an attempt, so it should cache. None by default.</summary>
    public Func<CancellationToken, ValueTask<string>>? ApiKeyProvider { get; set; }

    /// <summary>Names the tenant, in the ledger and in tokens of callbacks: keys rotate, and addresses are shared by many tenants. <c>default</c> by default; not blank.</summary>
    public string Tenant { get; set; } = "default";

    /// <summary>How the vendor's later outcomes come back to you. By default none are asked for.</summary>
    public CallbackOptions Callbacks { get; set; } = new();

    /// <summary>How often a call is tried again after 408, 429, 5xx, a failed connection or an attempt without an answer, from 0 to 100; 4 by default, so five attempts.</summary>
    public int MaxRetryAttempts { get; set; } = 4;

    /// <summary>The wait before the first retry, doubled for each further one and varied by jitter, above zero; half a second by default.</summary>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait that the doubling reaches, not below <see cref="RetryBaseDelay"/>; 30 seconds by default. A <c>Retry-After</c> of the server is bounded by <see cref="TotalTimeout"/> instead.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may take, its answer's body included, from 10 milliseconds to a day; 30 seconds by default.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a call may take over all attempts and the waits between them, not below <see cref="AttemptTimeout"/> and at most a day; 2 minutes by
    /// default. It starts with the first permit, and waiting for a permit of the rate limit never counts.
    /// </summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The limits that the server sets for the key, all of which hold at once; at least one. By default the documented one: 50 requests in any 10
    /// seconds. Clients of one process with the same address and key share them, and then all limits given by any of them hold. Give each of
    /// n hosts that share a key one n-th.
    /// </summary>
    public IList<RateLimit> RateLimits { get; set; } = [new(50, TimeSpan.FromSeconds(10))];

    /// <summary>
    /// A limiter of your own, such as one over several hosts, used instead of <see cref="RateLimits"/>; none by default. One permit is acquired for each attempt
    /// and its lease disposed once the answer is there. It is not disposed by the client.
    /// </summary>
    public RateLimiter? RateLimiter { get; set; }

    /// <summary>How many attributes the API may create, from 1; the documented 40 by default. The vendor raises it on request; set it here then.</summary>
    public int MaxApiAttributes { get; set; } = 40;

    /// <summary>How long an update through the API is recent, for <see cref="AttributeStatus"/>, its last moment included, above zero; the documented 30 days by default.</summary>
    public TimeSpan RecencyWindow { get; set; } = AttributeStatusClassifier.DefaultWindow;

    /// <summary>
    /// Where it is kept what was created, reserved and updated through the API, and what you declared; by default the <see cref="IAttributeLedger"/> of the container, which is an
    /// <see cref="InMemoryAttributeLedger"/> unless you register another. Known by <see cref="Tenant"/> and <see cref="BaseAddress"/>: one ledger may serve many tenants.
    /// </summary>
    public IAttributeLedger? Ledger { get; set; }

    /// <summary>The most customers in an Update call, from 1; the documented 1,000 by default.</summary>
    public int MaxCustomersPerCall { get; set; } = 1000;

    /// <summary>The most attributes for each customer of an Update call, from 1; the documented 10 by default.</summary>
    public int MaxAttributesPerCustomer { get; set; } = 10;

    /// <summary>The longest answer body that is read, in bytes after decompression, from 1,024; 16 MiB by default. A longer one ends in <see cref="OptimoveTransportException"/>.</summary>
    public int MaxResponseBytes { get; set; } = 16 * 1024 * 1024;

    internal OptimoveAttributesOptions Copy()
    {
        var copy = (OptimoveAttributesOptions)MemberwiseClone();
        copy.Callbacks = Callbacks.Copy();
        return copy;
    }
}
