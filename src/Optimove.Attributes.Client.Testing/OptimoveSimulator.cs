using System.Security.Cryptography;
using Optimove.Attributes.Client.Testing.Internal;

namespace Optimove.Attributes.Client.Testing;

/// <summary>
/// A tenant of Optimove's customer attribute API on loopback: it takes the four calls as the vendor documents them, does later what it accepted, POSTs the
/// outcomes to the calls' callback addresses, fails on order, and shows its state and the requests it saw.
/// </summary>
/// <remarks>
/// <para>
/// An accepted call is worked off after <see cref="OptimoveSimulatorOptions.CreationDelay"/> or <see cref="OptimoveSimulatorOptions.UpdateDelay"/>; until then
/// nothing of it shows. <see cref="WhenSettledAsync"/> waits for it.
/// </para>
/// <para>Safe for use by many threads. What it shows are snapshots. It keeps every request, outcome and callback until <see cref="ClearRequests"/>.</para>
/// </remarks>
public sealed class OptimoveSimulator : IDisposable, IAsyncDisposable
{
    private readonly Tenant _tenant;
    private readonly Backlog _backlog;
    private readonly CallbackSender _callbacks;
    private readonly OpenWork _open = new();
    private readonly VendorApi _api;
    private readonly LoopbackServer _server;

    private OptimoveSimulator(OptimoveSimulatorOptions options)
    {
        Check.Delay(options.CreationDelay, nameof(options.CreationDelay));
        Check.Delay(options.UpdateDelay, nameof(options.UpdateDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Port, 0, nameof(options.Port));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Port, 65_535, nameof(options.Port));
        ApiKey = options.ApiKey ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _tenant = new Tenant(options);
        _backlog = new Backlog(options.TimeProvider);
        _callbacks = new CallbackSender(options.TimeProvider);
        _api = new VendorApi(options, ApiKey, _tenant, _backlog, _callbacks, _open);
        _server = new LoopbackServer(options, _api.AnswerAsync);
    }

    /// <summary>Where it listens, with <see cref="OptimoveSimulatorOptions.BasePath"/> and a slash at the end.</summary>
    public Uri BaseAddress => _server.BaseAddress;

    /// <summary>The tenant's Admin key.</summary>
    public string ApiKey { get; }

    /// <summary>All attributes, in the order in which they came.</summary>
    public IReadOnlyList<AttributeSnapshot> Attributes => _tenant.Attributes;

    /// <summary>Every customer's values by their RealFieldName, without regard to case; what a customer was not given is not there, a value that was cleared is <see langword="null"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> Customers => _tenant.Customers;

    /// <summary>What became of each Add call that was worked off, oldest first.</summary>
    public IReadOnlyList<AddOutcome> AddOutcomes => _tenant.AddOutcomes;

    /// <summary>What became of each Update call that was worked off, oldest first.</summary>
    public IReadOnlyList<UpdateOutcome> UpdateOutcomes => _tenant.UpdateOutcomes;

    /// <summary>The requests it saw, oldest first, with their bodies.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _api.Requests.Snapshot();

    /// <summary>The callbacks it sent, in the order in which they were answered or given up.</summary>
    public IReadOnlyList<SentCallback> Callbacks => _callbacks.Snapshot();

    /// <summary>Starts a simulated tenant. Dispose it at the end.</summary>
    /// <param name="options">What the tenant is like; the documented defaults where <see langword="null"/>.</param>
    /// <returns>The tenant, listening.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A delay is negative or longer than 24 days, or the port is none.</exception>
    /// <exception cref="IOException">The port can't be listened on; it may be taken.</exception>
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

    /// <summary>Gives a customer a value without a call, to set a test up. Brings the customer in where there is none.</summary>
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

    /// <summary>Orders a fault of the next request.</summary>
    /// <param name="fault">What goes wrong.</param>
    public void Inject(Fault fault) => Inject(fault, FaultTrigger.Next());

    /// <summary>Orders a fault.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="trigger">With which requests.</param>
    public void Inject(Fault fault, FaultTrigger trigger) => _api.Faults.Add(fault, trigger);

    /// <summary>Orders a fault of the callback of the next accepted call that wants one.</summary>
    /// <param name="fault">What goes wrong.</param>
    public void Inject(CallbackFault fault) => Inject(fault, FaultTrigger.Next());

    /// <summary>Orders a fault of callbacks.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="trigger">With the callbacks of which accepted calls, among those that want one.</param>
    public void Inject(CallbackFault fault, FaultTrigger trigger) => _api.CallbackFaults.Add(fault, trigger);

    /// <summary>Forgets the faults that were ordered.</summary>
    public void ClearFaults()
    {
        _api.Faults.Clear();
        _api.CallbackFaults.Clear();
    }

    /// <summary>Lets Add calls that were accepted end in an error, whatever they ask for.</summary>
    /// <param name="errorId">The error; 5 is the vendor's general one.</param>
    /// <param name="when">Whether it is for an attribute of this name. It must not throw.</param>
    public void RejectAttributes(int errorId, Func<string, bool> when)
    {
        ArgumentNullException.ThrowIfNull(when);
        _tenant.RejectAttributes(errorId, when);
    }

    /// <summary>Lets values of Update calls that were accepted end in an error, whatever they are.</summary>
    /// <param name="error">The error, such as <c>INVALID_VALUE</c>, or one that the vendor does not document.</param>
    /// <param name="when">Whether it is for a value of this customer id and RealFieldName. It must not throw.</param>
    public void RejectValues(string error, Func<string, string, bool> when)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        ArgumentNullException.ThrowIfNull(when);
        _tenant.RejectValues(error, when);
    }

    /// <summary>Waits until every accepted call is worked off and its callbacks are sent. On a clock that stands still this never ends by itself.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The wait.</returns>
    public Task WhenSettledAsync(CancellationToken cancellationToken = default) => _open.WhenNoneAsync(cancellationToken);

    /// <summary>Forgets the requests, outcomes and callbacks so far; the tenant's attributes, customers, rate limit and faults stay as they are.</summary>
    /// <returns>The requests that are forgotten, oldest first; each request is in one such list.</returns>
    public IReadOnlyList<RecordedRequest> ClearRequests()
    {
        _tenant.ClearOutcomes();
        _callbacks.Clear();
        return _api.Requests.Clear();
    }

    /// <summary>Stops listening. What was accepted and is not worked off never will be, and its callbacks are not sent.</summary>
    public void Dispose()
    {
        _backlog.Dispose();
        _callbacks.Dispose();
        _server.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    /// <returns>Nothing to wait for.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
