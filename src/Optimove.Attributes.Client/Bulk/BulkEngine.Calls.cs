using System.Net;

namespace Optimove.Attributes.Client;

/// <content>Calls, and what becomes of them.</content>
internal sealed partial class BulkEngine
{
    /// <returns>Whether anything changed.</returns>
    private bool StartCalls()
    {
        var hasTaken = false;
        while (HasRoom && TakeNext() is { } batch)
        {
            hasTaken = true;
            if (batch.Call is { HasOutcome: true })
            {
                // It had arrived, although its answer was lost.
                OnTaken(batch);
                continue;
            }

            batch.Calls++;
            _inFlight++;
            _smallInFlight += IsSmall(batch) ? 1 : 0;
            _meter.CountCall();
            var sending = Task.Run(() => batch.SendAsync(_client, _cancellationToken), CancellationToken.None);
            _inbox.PostWhenDone(sending, () => OnEnded(batch, sending));
        }

        return hasTaken;
    }

    private Batch? TakeNext()
    {
        // A batch that fails again and again may be the cause itself: another one tells.
        if (_again.TryPeek(out var again) && again != _lastFailed)
        {
            return _again.Dequeue();
        }

        var isPartial = _isInputOver || (_pending.IsCrammed && _inFlight == 0) || (_smallInFlight < MostSmallBatchesInFlight && IsDue);
        if (_pending.TryTake(isPartial) is { } rows)
        {
            RunDelay();
            return new Batch(rows);
        }

        return again is null ? null : _again.Dequeue();
    }

    private bool IsSmall(Batch batch) => batch.Rows.Length < _client.MaxCustomersPerCall;

    private void OnEnded(Batch batch, Task sending)
    {
        _inFlight--;
        _smallInFlight -= IsSmall(batch) ? 1 : 0;
        _meter.CountAnswer();
        switch (sending.Exception?.InnerException)
        {
            case null when sending.IsCompletedSuccessfully:
                OnTaken(batch);
                break;
            case not OptimoveException when _cancellationToken.IsCancellationRequested:
                Cancel();
                GiveUp(batch, null);
                break;
            case var exception:
                OnFailed(batch, exception ?? new TaskCanceledException(sending));
                break;
        }
    }

    private void OnTaken(Batch batch)
    {
        EndOutage();
        _client.IsProven = true;
        _lastFailed = null;
        _refusalsInARow = 0;
        _meter.CountTaken(batch.InputCount);
        ReleaseInTime(batch);
        if (batch.Call!.IsTracked)
        {
            batch.Forget();
            AwaitOutcome(batch, null);
        }
        else
        {
            Emit(BatchSettlement.Settle(batch, DeliveryState.Accepted, [], null, _positions));
        }

        if (batch.Halving is { } halving)
        {
            halving.CountTaken();
            SendNextHalf(halving, null);
        }
    }

    private void EndOutage()
    {
        if (_outage.IsOngoing)
        {
            Log.ServerIsBack(_client.Logger);
            _outage.End();
        }
    }

    private void OnFailed(Batch batch, Exception exception)
    {
        batch.RefusedWith = exception.IsRefusal() || exception.IsForAll() ? (exception as OptimoveApiException)?.StatusCode : null;
        if (exception.IsRefusal())
        {
            EndOutage();
            OnRefused(batch, exception);
        }
        else if (!_settings.GoesOnAfterFailures && exception.IsForAll())
        {
            _client.IsProven = false;
            Stop(exception);
            GiveUp(batch, exception);
        }
        else
        {
            OnUnanswered(batch, exception);
        }
    }

    /// <summary>The server can't be reached or does not take calls now: the batch waits until it does.</summary>
    private void OnUnanswered(Batch batch, Exception exception)
    {
        if (IsItsOwn(batch, exception))
        {
            OnRefused(batch, exception);
            return;
        }

        _client.IsProven = false;
        if (_isStopped)
        {
            GiveUp(batch, exception);
            return;
        }

        if (_isPaused)
        {
            // One of those that were under way when it began.
            TryAgain(batch);
            return;
        }

        _lastFailed = batch;
        var isNew = !_outage.IsOngoing;
        var pause = _outage.Fail((exception as OptimoveRateLimitedException)?.RetryAfter);
        if (pause is null && !_settings.GoesOnAfterFailures)
        {
            Stop(exception);
            GiveUp(batch, exception);
            return;
        }

        if (pause is null)
        {
            GiveUp(batch, exception);
        }
        else
        {
            TryAgain(batch);
        }

        if (isNew)
        {
            Log.WaitingForServer(_client.Logger, exception.GetType().Name, _settings.MaxOutage);
        }

        _isPaused = true;
        _inbox.PostAfter(pause ?? Outage.LongestPause, () => _isPaused = false, _cancellationToken);
    }

    /// <summary>
    /// Whether it is the batch that the server fails at, and not the server that is down: another call was taken since it failed before. One that can't be halved is tried a few times more, as what happens once may be
    /// chance; one that has nothing beside it to be tried instead is halved, so that the halves can tell, or, where it is the last row that is left of such a batch, tried for a while.
    /// </summary>
    private bool IsItsOwn(Batch batch, Exception exception)
    {
        var hasFailedBefore = batch.TakenAtFailure >= 0;
        var isTriedAlone = hasFailedBefore && _lastFailed == batch && _inFlight == 0;
        var isOwn = hasFailedBefore && _meter.Taken > batch.TakenAtFailure;
        batch.TakenAtFailure = _meter.Taken;
        if (exception is not OptimoveException { MayHaveArrived: true } or OptimoveRateLimitedException)
        {
            return false;
        }

        batch.OwnFailures += isOwn ? 1 : 0;
        var maySplit = batch.Halving?.MaySplit(batch) ?? batch.Rows.Length > 1;
        return maySplit
            ? isOwn || (isTriedAlone && batch.Halving is null)
            : (isOwn && batch.OwnFailures >= MostOwnFailures) || (isTriedAlone && batch.Rows.Length == 1 && batch.OwnFailures > 0 && _outage.Elapsed >= LastRowPatience);
    }

    private void TryAgain(Batch batch)
    {
        // What is left of its halves tells whether it is this one that the server fails at.
        if (batch.Halving?.TryTakeNext(out var next) == true)
        {
            _again.Enqueue(next!);
        }

        _again.Enqueue(batch);
    }

    private void OnRefused(Batch batch, Exception exception)
    {
        var halving = batch.Halving ??= new Halving(batch.Rows.Length);
        halving.IsForSize = batch.RefusedWith == HttpStatusCode.RequestEntityTooLarge;
        if (!_isStopped && halving.TrySplit(batch))
        {
            batch.Call?.Dispose();
            SendNextHalf(halving, exception);
            return;
        }

        GiveUp(batch, exception);
    }

    /// <summary>Nothing more is tried for a batch: what is known of it is what becomes of its values.</summary>
    private void GiveUp(Batch batch, Exception? exception)
    {
        ReleaseInTime(batch);
        if (batch.Call is { IsTracked: true, MayHaveArrived: true } && !_cancellationToken.IsCancellationRequested)
        {
            AwaitOutcome(batch, exception);
        }
        else
        {
            SettleAsGivenUp(batch, exception);
        }

        if (batch.Halving is { } halving)
        {
            SendNextHalf(halving, exception);
        }
    }

    private void SendNextHalf(Halving halving, Exception? exception)
    {
        halving.EndPart();
        if (halving.TryTakeNext(out var next))
        {
            if (_isStopped)
            {
                GiveUp(next!, exception ?? EndedBy);
            }
            else
            {
                _again.Enqueue(next!);
            }
        }
        else if (halving.IsRefusedWhole && exception?.IsRefusal() == true && ++_refusalsInARow >= MostRefusalsInARow && !_settings.GoesOnAfterFailures)
        {
            Stop(exception);
        }
    }

    private void AwaitOutcome(Batch batch, Exception? exception)
    {
        _awaitingOutcome++;
        var waiting = Task.Run(() => batch.Call!.WaitForOutcomeAsync(_outcomesToken), CancellationToken.None);
        _inbox.PostWhenDone(waiting, () =>
        {
            _awaitingOutcome--;
            if (waiting.Exception?.InnerException is { } failure && !_settings.GoesOnAfterFailures)
            {
                Stop(failure);
            }

            var problems = waiting.IsCompletedSuccessfully ? waiting.Result : batch.Call!.GiveUp();
            if (batch.Call!.Receipt is null && problems.Count == batch.ValueCount && problems[0].Reason == UnconfirmedReason.NoAnswer)
            {
                SettleAsGivenUp(batch, exception);
            }
            else
            {
                Emit(BatchSettlement.Settle(batch, DeliveryState.Confirmed, BatchSettlement.AtTheirPlaces(batch, problems), null, _positions));
            }
        });
    }

    /// <summary>Lets what waited for a batch leave: at once, or, where an attempt of it may still arrive, answered or not, when it must have.</summary>
    private void ReleaseInTime(Batch batch)
    {
        if (batch.MayHaveArrived)
        {
            var held = _pending.Hold(batch.Rows);
            _inbox.PostAfter(Grace, () => _pending.Release(held), _cancellationToken);
        }
        else
        {
            _pending.Release(batch.Rows);
        }
    }

    /// <summary>What the end of a run leaves behind does not count as settled input, so that a job can go on there.</summary>
    private void SettleAsGivenUp(Batch batch, Exception? exception) => Emit(BatchSettlement.Settle(
        batch,
        BatchSettlement.StateOfGivenUp(batch),
        BatchSettlement.DescribeGivenUp(batch, WhyNotSent(exception)),
        CauseOf(exception),
        _positions,
        isLeftBehind: _isStopped));

    /// <summary>What is to be told as the cause; that a run was cancelled, its caller knows.</summary>
    private Exception? CauseOf(Exception? exception) => _cancellationToken.IsCancellationRequested ? null : exception;

    private NotSentReason WhyNotSent(Exception? exception) =>
        _cancellationToken.IsCancellationRequested ? NotSentReason.Cancelled
        : exception is OptimoveRateLimitedException ? NotSentReason.RateLimited
        : _isStopped && (exception is null || exception.IsRefusal() || exception.IsForAll()) ? NotSentReason.RunEnded
        : NotSentReason.ServerUnavailable;
}
