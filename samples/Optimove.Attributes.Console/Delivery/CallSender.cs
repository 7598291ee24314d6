using System.Net;

namespace Optimove.Attributes.Console;

/// <summary>Sends calls, counts what became of their values, and knows when to stop.</summary>
/// <remarks>
/// <para>
/// Where outcomes come back, the next calls leave while earlier ones wait for theirs, up to a minute each; a call waits for those that hold one of its customers in
/// an earlier round, so that a newer value never overtakes an older one. Else one call follows the answer to the other.
/// </para>
/// <para>
/// A call that was refused for what it holds (400, 413, 422) does not stop the rest, unless three in a row are. Everything else does: a
/// refused key, a limit that outlasts the retries, a server that fails or gives no answer would meet the next call too.
/// </para>
/// </remarks>
internal sealed class CallSender(IOptimoveAttributesClient client, bool isConfirmed, DeliveryCounts counts, IDeliveryProgress progress, RejectsFile? rejects = null)
{
    private const int MostRefusalsInARow = 3;
    private const int MostOpen = 40;

    private readonly List<Failure> _failures = [];
    private readonly Queue<OpenCall> _open = new();
    private int _refusalsInARow;
    private bool _isStopped;

    /// <summary>What went wrong, in order; at most as many as are worth reading.</summary>
    public IReadOnlyList<Failure> Failures => _failures;

    /// <returns>Whether to go on.</returns>
    public async Task<bool> SendAsync(PlannedCall call, CancellationToken cancellationToken)
    {
        while (!_isStopped && _open.Count > 0 && (_open.Count == MostOpen || _open.Any(open => open.MustComeBefore(call))))
        {
            await EndOldestAsync().ConfigureAwait(false);
        }

        if (!_isStopped && cancellationToken.IsCancellationRequested)
        {
            Note(Failure.Cancelled());
            _isStopped = true;
        }

        if (_isStopped)
        {
            return await EndAsync().ConfigureAwait(false);
        }

        counts.CountCall();
        _open.Enqueue(new OpenCall(counts.Calls, call, TrySendAsync(call, cancellationToken)));

        // A key that is wrong shows with the first call, so the others wait for it.
        return isConfirmed && counts.Calls > 1 ? true : await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Waits for the calls that are under way.</summary>
    /// <returns>Whether to go on.</returns>
    public async Task<bool> EndAsync()
    {
        while (_open.Count > 0)
        {
            await EndOldestAsync().ConfigureAwait(false);
        }

        return !_isStopped;
    }

    /// <summary>Keeps a failure that happened besides the calls.</summary>
    public void Note(Failure failure)
    {
        if (_failures.Count < FaultList.MostListed)
        {
            _failures.Add(failure);
        }
    }

    /// <summary>Says once, at the end, what the outcomes refused or left open.</summary>
    public void NoteProblems()
    {
        if (counts.RejectedByCode.Count > 0)
        {
            var codes = string.Join(", ", counts.RejectedByCode.Select(static pair => Words.Invariant($"{pair.Key} {pair.Value:N0}")));
            Note(new Failure(ExitCode.NotAllDelivered, "rejected", $"The server refused {Words.Count(counts.RejectedByCode.Values.Sum(), "value")}: {codes}."));
        }

        if (isConfirmed && counts.Unconfirmed > 0 && _failures.Count == 0)
        {
            Note(new Failure(ExitCode.NotAllDelivered, "unconfirmed", $"No outcome came for {Words.Count(counts.Unconfirmed, "value")}."));
        }
    }

    private async Task EndOldestAsync()
    {
        var (number, call, sending) = _open.Dequeue();
        var outcome = await sending.ConfigureAwait(false);
        counts.Settle(call, outcome);
        rejects?.Add(call, outcome);
        _refusalsInARow = outcome.State == DeliveryState.Rejected ? _refusalsInARow + 1 : 0;
        if (outcome.Failure is { } failure)
        {
            Note(number == 1 ? failure : failure.AfterSending());
        }

        progress.CallEnded(number, call, outcome);
        _isStopped |= !outcome.GoesOn || _refusalsInARow >= MostRefusalsInARow;
    }

    private async Task<CallOutcome> TrySendAsync(PlannedCall call, CancellationToken cancellationToken)
    {
        try
        {
            if (!isConfirmed)
            {
                await client.UpdateAttributesAsync(call.Updates, cancellationToken).ConfigureAwait(false);
                return new CallOutcome(DeliveryState.Accepted, null, GoesOn: true);
            }

            var confirmation = await client.UpdateAndConfirmAsync(call.Updates, cancellationToken).ConfigureAwait(false);
            var isDown = confirmation.Receipt is null && confirmation.UnconfirmedCount > 0;
            var failure = isDown ? new Failure(ExitCode.NoAnswer, "transport", "UpdateCustomerAttributes: there was no usable answer, and no callback came.") : null;
            return new CallOutcome(DeliveryState.Confirmed, failure, GoesOn: !isDown) { Problems = confirmation.Problems };
        }
        catch (OptimoveException exception)
        {
            var state = exception switch
            {
                { MayHaveArrived: true } => DeliveryState.Unconfirmed,
                OptimoveValidationException or OptimoveRateLimitedException or OptimoveTransportException => DeliveryState.NotSent,
                OptimoveApiException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } => DeliveryState.Rejected,

                // An answer that is none, such as a page of a firewall: the server may have taken the values all the same.
                _ => DeliveryState.Unconfirmed,
            };
            var goesOn = exception is OptimoveApiException
            {
                StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity,
            };
            return new CallOutcome(state, Failure.From(exception), goesOn);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It may have been under way, and then the server may have taken it.
            return new CallOutcome(DeliveryState.Unconfirmed, Failure.Cancelled(), GoesOn: false);
        }
    }

    private sealed record OpenCall(long Number, PlannedCall Call, Task<CallOutcome> Sending)
    {
        private readonly HashSet<string> _customers = Call.Updates.Select(static update => update.CustomerId).ToHashSet(StringComparer.Ordinal);

        /// <summary>Calls of one round hold different attributes of their customers.</summary>
        public bool MustComeBefore(PlannedCall later) => later.Round != Call.Round && later.Updates.Any(update => _customers.Contains(update.CustomerId));
    }
}
