using System.Security.Cryptography;
using Optimove.Attributes.Client.Testing.Internal;

namespace Optimove.Attributes.Client.Testing;

/// <summary>
/// A tenant of Optimove's customer attribute API on loopback: it takes the four calls as the vendor documents them, checks keys, sizes and the rate
/// limit, and shows its state and the requests it saw.
/// </summary>
/// <remarks>
/// <para>An accepted Add or Update is decided at once; what its callback would say is in <see cref="AddOutcomes"/> and <see cref="UpdateOutcomes"/>.</para>
/// <para>Safe for use by many threads. What it shows are snapshots. It keeps every request and every outcome until <see cref="ClearRequests"/>.</para>
/// </remarks>
public sealed class OptimoveSimulator : IDisposable, IAsyncDisposable
{
    private readonly Tenant _tenant;
    private readonly RequestLog _requests = new();
    private readonly LoopbackServer _server;

    private OptimoveSimulator(OptimoveSimulatorOptions options)
    {
        ApiKey = options.ApiKey ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _tenant = new Tenant(options);
        var api = new VendorApi(options, ApiKey, _tenant);
        _server = new LoopbackServer(options, request =>
        {
            var answer = api.Answer(request);
            _requests.Add(request, answer.StatusCode);
            return answer;
        });
    }

    /// <summary>Where it listens, with <see cref="OptimoveSimulatorOptions.BasePath"/> and a slash at the end.</summary>
    public Uri BaseAddress => _server.BaseAddress;

    /// <summary>The tenant's Admin key.</summary>
    public string ApiKey { get; }

    /// <summary>All attributes, in the order in which they came.</summary>
    public IReadOnlyList<AttributeSnapshot> Attributes => _tenant.Attributes;

    /// <summary>Every customer's values by their RealFieldName, without regard to case; what a customer was not given is not there, a value that was cleared is <see langword="null"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> Customers => _tenant.Customers;

    /// <summary>What became of each accepted Add call, oldest first.</summary>
    public IReadOnlyList<AddOutcome> AddOutcomes => _tenant.AddOutcomes;

    /// <summary>What became of each accepted Update call, oldest first.</summary>
    public IReadOnlyList<UpdateOutcome> UpdateOutcomes => _tenant.UpdateOutcomes;

    /// <summary>The requests it saw, oldest first, with their bodies.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _requests.Snapshot();

    /// <summary>Starts a simulated tenant. Dispose it at the end.</summary>
    /// <param name="options">What the tenant is like; the documented defaults where <see langword="null"/>.</param>
    /// <returns>The tenant, listening.</returns>
    public static OptimoveSimulator Start(OptimoveSimulatorOptions? options = null) => new(options ?? new OptimoveSimulatorOptions());

    /// <summary>Brings in a customer without values, or does nothing where there is one of this id.</summary>
    /// <param name="customerId">The id, compared by its letters and their case (assumed).</param>
    public void AddCustomer(string customerId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(customerId);
        _tenant.AddCustomer(customerId);
    }

    /// <summary>Brings in an attribute that no Add call created, or one with a history.</summary>
    /// <param name="realFieldName">The name.</param>
    /// <param name="type">One of the six types, such as <c>VARCHAR(10)</c>.</param>
    /// <param name="source">How it came into the data model; by the batch process by default.</param>
    /// <param name="isOpenForUpdates">Whether the vendor's support has opened it for updates; it has by default.</param>
    /// <param name="description">Its description in the catalog; empty by default.</param>
    /// <exception cref="ArgumentException">The type is none of the six, or an attribute of this name is there.</exception>
    public void AddAttribute(
        string realFieldName, string type, SimulatedSource source = SimulatedSource.Batch, bool isOpenForUpdates = true, string description = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(realFieldName);
        ArgumentNullException.ThrowIfNull(type);
        if (!_tenant.TrySeed(realFieldName, type, source, isOpenForUpdates, description))
        {
            throw new ArgumentException("The type is none of the six, or an attribute of this name is there.", nameof(realFieldName));
        }
    }

    /// <summary>Gives a customer a value without a call, as the batch process would. Brings the customer in where there is none.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="realFieldName">The attribute.</param>
    /// <param name="value">The value as it is written, such as <c>2026-11-23</c>; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">There is no such attribute, or the value does not fit its type.</exception>
    public void SetValue(string customerId, string realFieldName, string? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(customerId);
        ArgumentException.ThrowIfNullOrWhiteSpace(realFieldName);
        if (!_tenant.TrySet(customerId, realFieldName, value))
        {
            throw new ArgumentException("There is no such attribute, or the value does not fit its type.", nameof(realFieldName));
        }
    }

    /// <summary>The value that a customer has, as it was written.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="realFieldName">The attribute, in any letter case.</param>
    /// <returns>The value, or the attribute's default; <see langword="null"/> where there is neither, no such customer or no such attribute.</returns>
    public string? GetValue(string customerId, string realFieldName) => _tenant.GetValue(customerId, realFieldName);

    /// <summary>Forgets the requests and outcomes so far; the tenant's attributes, customers and rate limit stay as they are.</summary>
    public void ClearRequests()
    {
        _requests.Clear();
        _tenant.ClearOutcomes();
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
