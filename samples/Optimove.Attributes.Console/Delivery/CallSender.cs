using System.Net;

namespace Optimove.Attributes.Console;

/// <summary>Sends calls one after another, counts what became of their values, and knows when to stop.</summary>
/// <remarks>
/// A call that was refused for what it holds (400, 413, 422) does not stop the rest, unless three in a row are. Everything else does: a
/// refused key, a limit that outlasts the retries, a server that fails or gives no answer would meet the next call too.
/// </remarks>
internal sealed class CallSender(IOptimoveAttributesClient client, DeliveryCounts counts, IDeliveryProgress progress)
{
    private const int MostRefusalsInARow = 3;

    private readonly List<Failure> _failures = [];
    private int _refusalsInARow;

    /// <summary>What went wrong, in order; at most as many as are worth reading.</summary>
    public IReadOnlyList<Failure> Failures => _failures;

    /// <returns>Whether to go on.</returns>
    public async Task<bool> SendAsync(PlannedCall call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Note(Failure.Cancelled());
            return false;
        }

        counts.CountCall();
        var outcome = await TrySendAsync(call, cancellationToken).ConfigureAwait(false);
        counts.Settle(call.Values, outcome.State);
        _refusalsInARow = outcome.State == ValueState.Rejected ? _refusalsInARow + 1 : 0;
        if (outcome.Failure is { } failure)
        {
            Note(counts.Calls == 1 ? failure : failure.AfterSending());
        }

        progress.CallEnded(counts.Calls, call, outcome);
        return outcome.GoesOn && _refusalsInARow < MostRefusalsInARow;
    }

    /// <summary>Keeps a failure that happened besides the calls.</summary>
    public void Note(Failure failure)
    {
        if (_failures.Count < FaultList.MostListed)
        {
            _failures.Add(failure);
        }
    }

    private async Task<CallOutcome> TrySendAsync(PlannedCall call, CancellationToken cancellationToken)
    {
        try
        {
            await client.UpdateAttributesAsync(call.Updates, cancellationToken).ConfigureAwait(false);
            return new CallOutcome(ValueState.Accepted, null, GoesOn: true);
        }
        catch (OptimoveException exception)
        {
            var state = exception switch
            {
                OptimoveValidationException or OptimoveRateLimitedException => ValueState.NotSent,
                OptimoveApiException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout } =>
                    ValueState.Rejected,

                // A server that failed, or that answered something else, may have taken the values all the same.
                _ => ValueState.Unconfirmed,
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
            return new CallOutcome(ValueState.Unconfirmed, Failure.Cancelled(), GoesOn: false);
        }
    }
}
