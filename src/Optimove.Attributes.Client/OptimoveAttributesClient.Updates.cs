using Microsoft.Extensions.Logging;

namespace Optimove.Attributes.Client;

/// <content>Update calls whose outcome is awaited, for a caller and for bulk.</content>
public sealed partial class OptimoveAttributesClient : IUpdateChannel
{
    private const int MostCustomersLookedAt = 10;

    int IUpdateChannel.MaxCustomersPerCall => _options.MaxCustomersPerCall;

    int IUpdateChannel.MaxAttributesPerCustomer => _options.MaxAttributesPerCustomer;

    IEnumerable<RateLimit> IUpdateChannel.RateLimits => _options.RateLimiter is null ? _options.RateLimits : [];

    bool IUpdateChannel.IsProven { get; set; }

    TimeProvider IUpdateChannel.TimeProvider => _timeProvider;

    ILogger IUpdateChannel.Logger => _logger;

    IUpdateCall IUpdateChannel.Begin(CustomerUpdate[] updates, int values, IReadOnlyCollection<string> names) =>
        new UpdateCall(this, updates, values, names, CreateCallback(CallbackOperation.UpdateAttributes) is ({ } url, { } callId) ? (url, callId) : null);

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

    /// <summary>An Update call, with its values until it is answered, and with ids and names alone until its outcome is there.</summary>
    private sealed class UpdateCall : IUpdateCall
    {
        private readonly OptimoveAttributesClient _client;
        private readonly (string Url, string CallId)? _callback;
        private readonly OutstandingCall? _outstanding;
        private readonly SentValues? _values;
        private readonly int _count;
        private readonly IReadOnlyCollection<string> _names;
        private CustomerUpdate[] _updates;
        private DateTimeOffset _acceptedAt;

        public UpdateCall(OptimoveAttributesClient client, CustomerUpdate[] updates, int values, IReadOnlyCollection<string> names, (string Url, string CallId)? callback)
        {
            _client = client;
            _updates = updates;
            _count = values;
            _names = names;
            _callback = callback;
            if (callback is { } tracked)
            {
                _values = new SentValues(updates);
                _outstanding = client._tracker.Begin(tracked.CallId, realFieldName: null);
            }
        }

        public string CallId => _callback!.Value.CallId;

        public bool IsTracked => _outstanding is not null;

        public bool HasOutcome => _outstanding?.Outcome is not null;

        public bool MayHaveArrived { get; private set; }

        public UpdateReceipt? Receipt { get; private set; }

        public async Task SendAsync(CancellationToken cancellationToken)
        {
            var request = new UpdateCustomerAttributesRequest { Updates = _updates, CallbackUrl = _callback?.Url };
            try
            {
                (Receipt, _acceptedAt, var isAfterLostAttempt) = await _client.SendAsync(request, _count, _names, _callback?.CallId, cancellationToken).ConfigureAwait(false);
                MayHaveArrived |= isAfterLostAttempt;
            }
            catch (OptimoveException exception)
            {
                // An answer that is none is found out after the pipeline.
                MayHaveArrived |= exception.MayHaveArrived;
                throw;
            }
            catch
            {
                MayHaveArrived |= request.MayHaveArrived;
                throw;
            }
        }

        public async Task<IReadOnlyList<ValueOutcome>> WaitForOutcomeAsync(CancellationToken cancellationToken)
        {
            // A minute may pass now: values that are not needed any more are not held so long.
            var callbacks = _client._options.Callbacks;
            _updates = callbacks.LooksAtDeadline && _updates.Length <= MostCustomersLookedAt ? _updates : [];
            var outcome = await _outstanding!.WaitAsync(callbacks.Deadline, _client._timeProvider, cancellationToken).ConfigureAwait(false);
            var profiles = outcome is null ? await _client.ReadAsync(_updates, cancellationToken).ConfigureAwait(false) : [];

            // It may have come while we looked, and counts more than what was seen.
            outcome ??= _outstanding.Outcome;
            var problems = outcome is UpdateAttributesOutcome updated
                ? _values!.FindProblems(updated, callbacks.UnlistedMeansApplied)
                : AllUnconfirmed((position, name) =>
                    position < profiles.Length && profiles[position]?.TryGet(name, out var entry) == true && entry.Matches(_updates[position][name]));
            await RecordOutcomeAsync(_values!.FindRejectedNames(problems), Receipt is null && outcome is not null).ConfigureAwait(false);
            return problems;
        }

        public IReadOnlyList<ValueOutcome> GiveUp() => AllUnconfirmed(isThere: null);

        public void Dispose() => _outstanding?.Dispose();

        private IReadOnlyList<ValueOutcome> AllUnconfirmed(Func<int, string, bool>? isThere) =>
            _values!.AllUnconfirmed(Receipt is null ? UnconfirmedReason.NoAnswer : UnconfirmedReason.NoCallback, isThere);

        /// <summary>An update counts from its answer on, or from its outcome where there was none, and is taken back where each of its values was rejected.</summary>
        private async Task RecordOutcomeAsync(IReadOnlySet<string> rejectedNames, bool isUnanswered)
        {
            if (isUnanswered)
            {
                var names = _names.Except(rejectedNames, StringComparer.OrdinalIgnoreCase);
                await _client._updates.RecordAsync([.. names], _client._timeProvider.GetUtcNow()).ConfigureAwait(false);
            }
            else if (rejectedNames.Count > 0)
            {
                await _client._updates.TakeBackAsync(rejectedNames, _acceptedAt).ConfigureAwait(false);
            }
        }
    }
}
