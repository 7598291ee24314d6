using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Optimove.Attributes.Client;

/// <inheritdoc cref="IOptimoveAttributesClient"/>
public sealed partial class OptimoveAttributesClient : IOptimoveAttributesClient, IAsyncDisposable, IDisposable
{
    private readonly IOptimoveAttributesApi _api;
    private readonly OptimoveAttributesOptions _options;
    private readonly CallbackTokens _tokens;
    private readonly OutcomeTracker _tracker;
    private readonly LedgerBook _book;
    private readonly AttributeSlots _slots;
    private readonly UpdateRecorder _updates;
    private readonly RememberedCatalog _catalog;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private ServiceProvider? _owned;

    internal OptimoveAttributesClient(
        IOptimoveAttributesApi api,
        OptimoveAttributesOptions options,
        CallbackTokens tokens,
        OutcomeTracker tracker,
        CallbackReceiver receiver,
        LedgerBook book,
        AttributeSlots slots,
        TimeProvider timeProvider,
        ILogger logger)
    {
        _api = api;
        _options = options;
        _tokens = tokens;
        _tracker = tracker;
        _book = book;
        _slots = slots;
        _updates = new UpdateRecorder(book, logger);
        _catalog = new RememberedCatalog(ReadCatalogAsync, timeProvider);
        _timeProvider = timeProvider;
        _logger = logger;
        CallbackReceiver = receiver;
    }

    /// <summary>Takes the callbacks of this client's calls, for a program without a container.</summary>
    public CallbackReceiver CallbackReceiver { get; }

    /// <summary>Knows this client's calls that wait for their outcome, for a program without a container.</summary>
    public OutcomeTracker OutcomeTracker => _tracker;

    /// <summary>Makes a client for a program without a container. Dispose it at the end; it is meant to live as long as the program.</summary>
    /// <param name="options">The options. A later change counts for <see cref="OptimoveAttributesOptions.ApiKey"/> and <see cref="CallbackOptions.Secrets"/> alone.</param>
    /// <param name="timeProvider">The clock for every wait; <see cref="TimeProvider.System"/> by default.</param>
    /// <returns>The client.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptionsValidationException">The options can't be right; all faults are named.</exception>
    public static OptimoveAttributesClient Create(OptimoveAttributesOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var services = new ServiceCollection();
        services.AddSingleton(timeProvider ?? TimeProvider.System);
        services.AddSingleton<IOptionsFactory<OptimoveAttributesOptions>>(new GivenOptionsFactory(options));
        services.AddOptimoveAttributes(static _ => { });
        var provider = services.BuildServiceProvider();
        try
        {
            var client = (OptimoveAttributesClient)provider.GetRequiredService<IOptimoveAttributesClient>();
            client._owned = provider;
            return client;
        }
        catch
        {
            provider.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<AddAttributeReceipt> AddAttributeAsync(AttributeDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        DefinitionValidator.Validate(definition);
        var (url, callId) = definition.CallbackUrl is { } own ? (own.AbsoluteUri, null) : CreateCallback(CallbackOperation.AddAttribute);
        var slot = callId ?? NewSlotHolder();
        await ReserveAsync(definition.RealFieldName, slot, cancellationToken).ConfigureAwait(false);
        var (receipt, _) = await SendAsync(definition, url, callId, slot, cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    /// <inheritdoc/>
    public async Task<UpdateReceipt> UpdateAttributesAsync(IReadOnlyCollection<CustomerUpdate> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);

        // What is checked is what is sent, whatever becomes of the caller's collection.
        using var sent = new PooledUpdates(updates);
        var (values, names) = UpdateValidator.Validate(sent, _options.MaxCustomersPerCall, _options.MaxAttributesPerCustomer);
        var (url, callId) = CreateCallback(CallbackOperation.UpdateAttributes);
        var request = new UpdateCustomerAttributesRequest { Updates = sent, CallbackUrl = url };
        var (receipt, _, _) = await SendAsync(request, values, names, callId, cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    /// <inheritdoc/>
    public async Task<CustomerProfile> GetCustomerAttributesAsync(string customerId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customerId);
        var answer = await _api.GetCustomerAttributesAsync(customerId, cancellationToken).ConfigureAwait(false);
        return new CustomerProfile(
            customerId,
            [.. answer.Where(static entry => entry is not null).Select(ToProfileEntry)]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CatalogEntry>> ListAttributesAsync(CancellationToken cancellationToken = default)
    {
        var readAt = _timeProvider.GetUtcNow();
        var entries = await ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        _catalog.Remember(entries, readAt);
        return entries;
    }

    /// <summary>Closes the connections, where the client was made by <see cref="Create"/>; one from a container goes with the container.</summary>
    /// <remarks>A call that waits for a permit ends with <see cref="ObjectDisposedException"/>; one that waits for its answer ends with it, or by its timeout. Await your calls first.</remarks>
    /// <returns>A task that completes when all is closed.</returns>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _owned, null)?.DisposeAsync() ?? default;

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Interlocked.Exchange(ref _owned, null)?.Dispose();

    private async Task<IReadOnlyList<CatalogEntry>> ReadCatalogAsync(CancellationToken cancellationToken)
    {
        var answer = await _api.GetCustomerAttributeListAsync(cancellationToken).ConfigureAwait(false);
        return [.. answer.Where(static entry => entry is not null).Select(ToCatalogEntry)];
    }

    /// <summary>Sends an Add whose slot is reserved.</summary>
    private async Task<(AddAttributeReceipt Receipt, bool IsAfterLostAttempt)> SendAsync(
        AttributeDefinition definition, string? callbackUrl, string? callId, string slot, CancellationToken cancellationToken)
    {
        var request = new AddCustomerAttributeRequest
        {
            Name = definition.RealFieldName,
            Type = definition.Type.ToString(),
            DefaultValue = definition.DefaultValue?.ToString(),
            CallbackUrl = callbackUrl,
        };
        AcceptedResponse answer;
        try
        {
            answer = await _api.AddCustomerAttributeAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OptimoveException exception) when (!exception.MayHaveArrived)
        {
            await _slots.ReleaseAsync(definition.RealFieldName, slot).ConfigureAwait(false);
            throw;
        }

        await _slots.AcceptAsync(definition.RealFieldName, slot, answer.IsAfterLostAttempt).ConfigureAwait(false);
        return (new AddAttributeReceipt { RealFieldName = definition.RealFieldName, RequestId = answer.RequestId, Message = answer.Message, CallId = callId }, answer.IsAfterLostAttempt);
    }

    private async Task<(UpdateReceipt Receipt, DateTimeOffset AcceptedAt, bool IsAfterLostAttempt)> SendAsync(
        UpdateCustomerAttributesRequest request, int values, IReadOnlyCollection<string> names, string? callId, CancellationToken cancellationToken)
    {
        var answer = await _api.UpdateCustomerAttributesAsync(request, cancellationToken).ConfigureAwait(false);
        var acceptedAt = _timeProvider.GetUtcNow();
        await _updates.RecordAsync(names, acceptedAt).ConfigureAwait(false);
        var receipt = new UpdateReceipt { CustomerCount = request.Updates.Count, ValueCount = values, RequestId = answer.RequestId, Message = answer.Message, CallId = callId };
        return (receipt, acceptedAt, answer.IsAfterLostAttempt);
    }

    private static ProfileEntry ToProfileEntry(CustomerAttributeResponse entry) => new()
    {
        RealFieldName = entry.RealFieldName ?? string.Empty,
        Alias = entry.Alias,
        Type = AttributeType.Read(entry.FieldType),
        Value = entry.Value,
    };

    private static CatalogEntry ToCatalogEntry(CatalogEntryResponse entry)
    {
        var additional = entry.AdditionalFields ?? [];
        return new CatalogEntry
        {
            RealFieldName = entry.RealFieldName ?? string.Empty,
            Description = entry.Description,
            Alias = entry.Alias,
            Type = entry.FieldType is null ? null : AttributeType.Read(entry.FieldType),
            Source = entry.Source,
            CreatedAt = ReadTime(nameof(entry.CreatedAt), entry.CreatedAt),
            UpdatedAt = ReadTime(nameof(entry.UpdatedAt), entry.UpdatedAt),
            AdditionalFields = additional,
        };

        DateTimeOffset? ReadTime(string field, string? text)
        {
            if (text is null)
            {
                return null;
            }

            if (ValueText.TryReadTimestamp(text, out var time))
            {
                return time;
            }

            additional[field] = JsonSerializer.SerializeToElement(text, WireJsonContext.Default.String);
            return null;
        }
    }
}
