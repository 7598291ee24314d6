namespace Optimove.Attributes.Client;

/// <content>The calls that wait for their outcome.</content>
public sealed partial class OptimoveAttributesClient
{
    /// <inheritdoc/>
    public async Task<AddAttributeConfirmation> AddAndConfirmAsync(AttributeDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        DefinitionValidator.Validate(definition);
        if (definition.CallbackUrl is not null)
        {
            return new()
            {
                RealFieldName = definition.RealFieldName,
                State = DeliveryState.Accepted,
                Receipt = await AddAttributeAsync(definition, cancellationToken).ConfigureAwait(false),
            };
        }

        var (url, callId) = RequireCallback(CallbackOperation.AddAttribute);
        await ReserveAsync(definition.RealFieldName, callId, cancellationToken).ConfigureAwait(false);
        using var call = _tracker.Begin(callId, definition.RealFieldName);
        AddAttributeReceipt? receipt = null;
        var mayHaveArrivedBefore = true;
        try
        {
            (receipt, mayHaveArrivedBefore) = await SendAsync(definition, url, callId, callId, cancellationToken).ConfigureAwait(false);
        }
        catch (OptimoveException exception) when (exception.MayHaveArrived)
        {
            // The outcome tells.
        }

        var outcome = (AddAttributeOutcome?)await call.WaitAsync(_options.Callbacks.Deadline, _timeProvider, cancellationToken).ConfigureAwait(false);
        var isListed = outcome is null && _options.Callbacks.LooksAtDeadline && await IsListedAsync(definition.RealFieldName, cancellationToken).ConfigureAwait(false);

        // It may have come while we looked, and counts more than what was seen.
        outcome ??= (AddAttributeOutcome?)call.Outcome;
        if (outcome is not null)
        {
            // Mostly done already, by the receiver; not where another instance passed the outcome on.
            await _slots.SettleAsync(definition.RealFieldName, callId, outcome.IsSuccess, outcome.Error).ConfigureAwait(false);
        }

        var isLikelyOurs = mayHaveArrivedBefore && outcome?.Error == AddErrorCode.AlreadyExists;
        if (outcome is { IsSuccess: true }
            || (outcome is null && isListed)
            || (isLikelyOurs && (isListed || await IsListedAsync(definition.RealFieldName, cancellationToken).ConfigureAwait(false))))
        {
            return new() { RealFieldName = definition.RealFieldName, State = DeliveryState.Confirmed, Receipt = receipt };
        }

        if (outcome is null || isLikelyOurs)
        {
            var reason = outcome is not null ? UnconfirmedReason.UnclearOutcome : receipt is null ? UnconfirmedReason.NoAnswer : UnconfirmedReason.NoCallback;
            return new() { RealFieldName = definition.RealFieldName, State = DeliveryState.Unconfirmed, Receipt = receipt, Reason = reason };
        }

        return new() { RealFieldName = definition.RealFieldName, State = DeliveryState.Rejected, Receipt = receipt, Error = outcome.Error, Message = outcome.Message };
    }

    /// <inheritdoc/>
    public async Task<UpdateConfirmation> UpdateAndConfirmAsync(IReadOnlyCollection<CustomerUpdate> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        CustomerUpdate[] sent = [.. updates];
        updates = [];
        var (values, names) = UpdateValidator.Validate(sent, _options.MaxCustomersPerCall, _options.MaxAttributesPerCustomer);
        using var call = new UpdateCall(this, sent, values, names, RequireCallback(CallbackOperation.UpdateAttributes));
        sent = [];
        try
        {
            await call.SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OptimoveException) when (call.MayHaveArrived)
        {
            // The outcome tells.
        }

        var problems = await call.WaitForOutcomeAsync(cancellationToken).ConfigureAwait(false);
        return new() { CallId = call.CallId, ValueCount = values, Receipt = call.Receipt, Problems = problems };
    }

    /// <summary>The address for the outcome of a call; none where no public address is set.</summary>
    private (string? Url, string? CallId) CreateCallback(CallbackOperation operation)
    {
        if (_options.Callbacks.PublicAddress is not { } address)
        {
            return (null, null);
        }

        var (token, callId) = _tokens.Create(operation);
        return ($"{address.AbsoluteUri.TrimEnd('/')}/{token}", callId);
    }

    private (string Url, string CallId) RequireCallback(CallbackOperation operation) => CreateCallback(operation) is ({ } url, { } callId)
        ? (url, callId)
        : throw new OptimoveValidationException([new Violation("Callbacks.PublicAddress is not set: without an address for its outcome, a call can't be confirmed.")]);

    private async Task<bool> IsListedAsync(string realFieldName, CancellationToken cancellationToken)
    {
        try
        {
            var catalog = await ListAttributesAsync(cancellationToken).ConfigureAwait(false);
            return catalog.Any(entry => entry.RealFieldName.Equals(realFieldName, StringComparison.OrdinalIgnoreCase));
        }
        catch (OptimoveException)
        {
            return false;
        }
    }
}
