namespace Optimove.Attributes.Client;

/// <content>The calls that wait for their outcome.</content>
public sealed partial class OptimoveAttributesClient
{
    private const int MostCustomersLookedAt = 10;

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
        var count = UpdateValidator.Validate(sent, _options.MaxCustomersPerCall, _options.MaxAttributesPerCustomer);
        var (url, callId) = RequireCallback(CallbackOperation.UpdateAttributes);
        var values = new SentValues(sent);
        using var call = _tracker.Begin(callId, realFieldName: null);
        UpdateReceipt? receipt = null;
        var acceptedAt = default(DateTimeOffset);
        try
        {
            (receipt, acceptedAt) = await SendAsync(sent, count, url, callId, cancellationToken).ConfigureAwait(false);
        }
        catch (OptimoveException exception) when (exception.MayHaveArrived)
        {
            // The outcome tells.
        }

        // A minute may pass now: values that are not needed any more are not held so long.
        sent = _options.Callbacks.LooksAtDeadline && sent.Length <= MostCustomersLookedAt ? sent : [];
        var outcome = (UpdateAttributesOutcome?)await call.WaitAsync(_options.Callbacks.Deadline, _timeProvider, cancellationToken).ConfigureAwait(false);
        var profiles = outcome is null ? await ReadAsync(sent, cancellationToken).ConfigureAwait(false) : [];

        // It may have come while we looked, and counts more than what was seen.
        outcome ??= (UpdateAttributesOutcome?)call.Outcome;
        var problems = outcome is not null
            ? values.FindProblems(outcome, _options.Callbacks.UnlistedMeansApplied)
            : values.AllUnconfirmed(
                receipt is null ? UnconfirmedReason.NoAnswer : UnconfirmedReason.NoCallback,
                (position, name) => position < profiles.Length && profiles[position]?.TryGet(name, out var entry) == true && entry.Matches(sent[position][name]));
        await RecordOutcomeAsync(values.FindRejectedNames(problems), receipt is null && outcome is not null ? values.Names : null, acceptedAt).ConfigureAwait(false);
        return new() { CallId = callId, ValueCount = count, Receipt = receipt, Problems = problems };
    }

    /// <summary>An update counts from its answer on, or from its outcome where there was none, and is taken back where each of its values was rejected.</summary>
    private async Task RecordOutcomeAsync(IReadOnlySet<string> rejectedNames, IEnumerable<string>? unansweredNames, DateTimeOffset acceptedAt)
    {
        if (unansweredNames is not null)
        {
            await _updates.RecordAsync([.. unansweredNames.Except(rejectedNames, StringComparer.OrdinalIgnoreCase)], _timeProvider.GetUtcNow()).ConfigureAwait(false);
        }
        else if (rejectedNames.Count > 0)
        {
            await _updates.TakeBackAsync(rejectedNames, acceptedAt).ConfigureAwait(false);
        }
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

    /// <summary>What each customer has; <see langword="null"/> for one that can't be read.</summary>
    private async Task<CustomerProfile?[]> ReadAsync(CustomerUpdate[] updates, CancellationToken cancellationToken)
    {
        var profiles = new CustomerProfile?[updates.Length];
        for (var position = 0; position < updates.Length; position++)
        {
            try
            {
                profiles[position] = await GetCustomerAttributesAsync(updates[position].CustomerId, cancellationToken).ConfigureAwait(false);
            }
            catch (OptimoveException)
            {
                // Nothing is known of this one.
            }
        }

        return profiles;
    }
}
