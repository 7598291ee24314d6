namespace Optimove.Attributes.Client.Testing;

/// <summary>What the simulated tenant is like. Everything has the vendor's documented value by default.</summary>
public sealed class OptimoveSimulatorOptions
{
    /// <summary>The port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>A prefix of every path, such as the <c>current</c> of older tenants; none by default.</summary>
    public string BasePath { get; init; } = string.Empty;

    /// <summary>The tenant's Admin key; a random one by default, to be read from <see cref="OptimoveSimulator.ApiKey"/>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Further keys, with or without Admin access; none by default.</summary>
    public IReadOnlyList<SimulatedKey> FurtherKeys { get; init; } = [];

    /// <summary>Whether an Update call may bring in customers; by default it may not, and their values are refused as <c>INVALID_CUSTOMER</c>.</summary>
    public bool AcceptUnknownCustomers { get; init; }

    /// <summary>
    /// How long after an Add was accepted its attribute is there; two seconds by default, so that an update sent too early meets <c>INVALID_FIELD</c> as
    /// it would in life, where it may take a minute.
    /// </summary>
    public TimeSpan CreationDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after an Update was accepted its values are there; none by default: they are there before the call is answered.</summary>
    public TimeSpan UpdateDelay { get; init; }

    /// <summary>How many attributes the API may create; the documented 40 by default.</summary>
    public int MaxApiAttributes { get; init; } = 40;

    /// <summary>The most customers in an Update call; the documented 1,000 by default.</summary>
    public int MaxCustomersPerCall { get; init; } = 1000;

    /// <summary>The most attributes for each customer of an Update call; the documented 10 by default.</summary>
    public int MaxAttributesPerCustomer { get; init; } = 10;

    /// <summary>The largest body that is taken, in bytes; 8 MiB by default. The vendor's is not known (assumed). A larger one is answered with 413.</summary>
    public int MaxRequestBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The limits of each key; the documented 50 in any 10 seconds by default. An empty list for none.</summary>
    public IReadOnlyList<SimulatedRateLimit> RateLimits { get; init; } = [new(50, TimeSpan.FromSeconds(10))];

    /// <summary>
    /// Whether the catalog also names each attribute's <c>Alias</c>, <c>FieldType</c>, <c>Source</c>, <c>CreatedAt</c> and <c>UpdatedAt</c>; by default it
    /// holds the two documented fields alone. The further ones are assumed.
    /// </summary>
    public bool DetailedCatalog { get; init; }

    /// <summary>The clock of the rate limit, the delays and the times it shows; <see cref="TimeProvider.System"/> by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
