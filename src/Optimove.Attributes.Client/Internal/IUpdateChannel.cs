using Microsoft.Extensions.Logging;

namespace Optimove.Attributes.Client;

/// <summary>What bulk needs of a client, besides the calls that everybody has.</summary>
internal interface IUpdateChannel
{
    int MaxCustomersPerCall { get; }

    int MaxAttributesPerCustomer { get; }

    /// <summary>The limits that the server sets; none where they are not known.</summary>
    IEnumerable<RateLimit> RateLimits { get; }

    /// <summary>Whether the server takes calls, as far as is known: it took the last one that told. Where it is not known, one call alone tells.</summary>
    bool IsProven { get; set; }

    TimeProvider TimeProvider { get; }

    ILogger Logger { get; }

    /// <summary>Prepares a call of updates that were checked.</summary>
    /// <param name="updates">The updates.</param>
    /// <param name="values">How many values they hold.</param>
    /// <param name="names">The names in them, each once.</param>
    IUpdateCall Begin(CustomerUpdate[] updates, int values, IReadOnlyCollection<string> names);
}
