using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Optimove.Attributes.Client;

/// <summary>
/// Sends an input in batches, and accounts for every value. One loop owns all state and takes what happens, an answer, an outcome, a wait that is over, one after the other; calls run beside it.
/// </summary>
internal sealed partial class BulkEngine
{
    private const int MostRefusalsInARow = 3;
    private const int MostOwnFailures = 3;
    private const int MostCallsAwaitingOutcome = 1000;
    private const int MostSmallBatchesInFlight = 5;
    private const int MostOutcomesUnread = 8;

    /// <summary>How long after a call was given up, or was answered after an attempt that was lost, its values may still arrive, so that newer ones wait (assumed, as the vendor applies what it took within a minute).</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>How long one row is tried again that is left of a batch whose other rows were taken, where nothing else is there to tell whether the server is down.</summary>
    private static readonly TimeSpan LastRowPatience = TimeSpan.FromMinutes(2);

    /// <summary>How long the end of a run waits for an input that is being read. It is told by its token; one that does not heed it is left.</summary>
    private static readonly TimeSpan SourcePatience = TimeSpan.FromSeconds(5);

    private readonly IUpdateChannel _client;
    private readonly BulkSettings _settings;
    private readonly InputPositions _positions = new();
    private readonly PendingUpdates _pending;
    private readonly InvalidUpdates _invalid = new();
    private readonly Outage _outage;
    private readonly Inbox _inbox;
    private readonly RunMeter _meter;
    private readonly Channel<BatchOutcome> _outcomes = Channel.CreateBounded<BatchOutcome>(new BoundedChannelOptions(MostOutcomesUnread) { SingleReader = true, SingleWriter = true });
    private readonly Queue<BatchOutcome> _unwritten = new();
    private readonly Queue<Batch> _again = new();
    private readonly List<(long Position, TaskCompletionSource Done)> _flushes = [];
    private IProgress<BulkProgress>? _progress;
    private UpdateSource _source = null!;
    private CancellationToken _cancellationToken;
    private CancellationToken _outcomesToken;
    private long _dueBefore;
    private long _takenOver;
    private CustomerUpdate? _lastValid;
    private Batch? _lastFailed;
    private int _inFlight;
    private int _smallInFlight;
    private int _awaitingOutcome;
    private int _refusalsInARow;
    private bool _isPaused;
    private bool _isInputOver;
    private bool _isDelayRunning;
    private bool _isStopped;
    private bool _isSourceLeft;
    private bool _leavesOutcomes;

    public BulkEngine(IUpdateChannel client, BulkSettings settings, IProgress<BulkProgress>? progress = null)
    {
        _client = client;
        _settings = settings;
        _progress = progress;
        _pending = new PendingUpdates(client.MaxCustomersPerCall, client.MaxAttributesPerCustomer, _positions);
        _outage = new Outage(settings.MaxOutage, client.TimeProvider);
        _inbox = new Inbox(client.TimeProvider);
        _meter = new RunMeter(client, settings.ExpectedUpdates, _positions);
    }

    /// <summary>What ended the run before its input was over; <see langword="null"/> where nothing did.</summary>
    public Exception? EndedBy { get; private set; }

    public long UpdatesRead => _positions.Count;

    public long InputPosition => _positions.Settled;

    public TimeSpan Elapsed => _meter.Elapsed;

    private bool HasRoom => _inFlight < (_client.IsProven ? _settings.MaxConcurrentCalls : 1) && _awaitingOutcome < MostCallsAwaitingOutcome && !_isPaused && !_isStopped;

    private bool MayRead => !_source.IsReading && !_isInputOver && !_isStopped && !_pending.IsFull && !(_outage.IsOngoing && HasSomethingToTry);

    private bool HasSomethingToTry => _inFlight > 0 || _again.Count > 0 || _pending.MayFillBatch;

    private bool IsAllAnswered => (_isInputOver || _isStopped) && _pending.IsEmpty && _again.Count == 0 && _inFlight == 0;

    private bool IsOver => IsAllAnswered && _invalid.IsEmpty && _awaitingOutcome == 0 && _unwritten.Count == 0 && (_isStopped ? !_source.IsReading || _isSourceLeft : _flushes.Count == 0);

    /// <summary>Whether something may leave that has waited long enough, or is to be flushed.</summary>
    private bool IsDue => _dueBefore > 0 && _pending.OldestFree < _dueBefore;

    /// <summary>Runs until the input is over or the run ends early; <see cref="EndedBy"/> tells then. Who leaves earlier cancels the run.</summary>
    public async IAsyncEnumerable<BatchOutcome> RunAsync(IAsyncEnumerable<CustomerUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = Task.Run(() => RunAsync(updates, cancellationToken, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var outcome in _outcomes.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return outcome;
                _inbox.Post(() =>
                {
                    _takenOver = outcome.InputPosition;
                    EndFlushes();
                });
            }

            await run.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            while (await _outcomes.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                _outcomes.Reader.TryRead(out _);
            }

            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends what was read, and what waits to be read, without waiting for full batches.</summary>
    /// <param name="countBacklog">How many updates wait to be read.</param>
    /// <returns>
    /// A task that completes when whoever reads the outcomes has taken over those of all of it, unless the run is over before, when the last outcomes are taken over; <see langword="null"/> where it is over already.
    /// </returns>
    public Task? FlushAsync(Func<int> countBacklog)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isPosted = _inbox.Post(() =>
        {
            _dueBefore = _positions.Count + countBacklog();
            _flushes.Add((_dueBefore, done));
            EndFlushes();
        });
        return isPosted ? done.Task : null;
    }

    /// <summary>Once nothing is left to be sent, the run ends without the outcomes that are not there yet.</summary>
    public void LeaveOutcomes() => _inbox.Post(() => _leavesOutcomes = true);

    /// <summary>Accounts for what was not read, once the run is over.</summary>
    public BatchOutcome AccountForUnread(IReadOnlyList<CustomerUpdate> updates) =>
        UnsentUpdates.Settle([.. updates.Select(update => (update, _positions.Add(update.Attributes.Count)))], NotSentReason.Cancelled, null, _positions);

    private async Task RunAsync(IAsyncEnumerable<CustomerUpdate> updates, CancellationToken callerToken, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        using var registration = cancellationToken.UnsafeRegister(
            static state => _ = ((BulkEngine)state!)._inbox.Post(((BulkEngine)state).Cancel), this);
        using var stopSource = new CancellationTokenSource();
        _source = new UpdateSource(updates, stopSource);
        using var leaveOutcomes = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _outcomesToken = leaveOutcomes.Token;
        try
        {
            while (true)
            {
                _inbox.TakeAll();
                ReportInvalid(atLeast: _client.MaxCustomersPerCall);
                await WriteOutcomesAsync().ConfigureAwait(false);
                var isChanged = Read() | StartCalls();
                ReportProgress();
                if (isChanged || _unwritten.Count > 0 || !_inbox.IsEmpty)
                {
                    continue;
                }

                ReportInvalid(atLeast: 1);
                if (IsOver)
                {
                    break;
                }

                if (_leavesOutcomes && IsAllAnswered)
                {
                    await leaveOutcomes.CancelAsync().ConfigureAwait(false);
                }

                if (_unwritten.Count == 0)
                {
                    await _inbox.WaitAsync().ConfigureAwait(false);
                }
            }

            _inbox.Close();
            _inbox.TakeAll();
            ReportInvalid(atLeast: 1);
            await WriteOutcomesAsync().ConfigureAwait(false);
        }
        finally
        {
            EndedBy = EndedBy is OperationCanceledException && callerToken.IsCancellationRequested ? new OperationCanceledException(callerToken) : EndedBy;
            _inbox.Close();
            _outcomes.Writer.TryComplete();
            foreach (var (_, done) in _isStopped ? _flushes : [])
            {
                done.TrySetCanceled(CancellationToken.None);
            }

            var failure = await _source.LeaveAsync().ConfigureAwait(false);
            EndedBy ??= failure;
        }
    }

    private async Task WriteOutcomesAsync()
    {
        while (_unwritten.TryDequeue(out var outcome))
        {
            await _outcomes.Writer.WriteAsync(outcome, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void ReportProgress()
    {
        if (!_meter.HasNews || _progress is null)
        {
            return;
        }

        try
        {
            _progress.Report(_meter.Describe(_pending.CustomerCount, _inFlight, _awaitingOutcome, _outage.IsOngoing && !_isStopped));
        }
#pragma warning disable CA1031 // The error is the caller's own, and goes back to the caller, after every value is accounted for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _progress = null;
            Stop(exception);
        }
    }

    /// <summary>Reads input until a batch may leave, there is no more of it now, or something else happened.</summary>
    /// <returns>Whether anything changed.</returns>
    private bool Read()
    {
        var hasRead = false;
        while (MayRead && !(HasRoom && _pending.MayFillBatch) && _invalid.Count < _client.MaxCustomersPerCall && _inbox.IsEmpty)
        {
            var next = _source.MoveNextAsync();
            if (!next.IsCompleted)
            {
                var reading = next.AsTask();
                _source.Begin(reading);
                _inbox.PostWhenDone(reading, () =>
                {
                    _source.End();
                    Take(reading);
                });
                break;
            }

            if (next.IsCompletedSuccessfully)
            {
                Take(next.Result);
            }
            else
            {
                Take(next.AsTask());
            }

            hasRead = true;
        }

        return hasRead;
    }

    private void Take(Task<bool> reading)
    {
        bool isUpdate;
        try
        {
            isUpdate = reading.GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // The input ended by an error of its own, which goes back to the caller, or because the run did.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Stop(exception);
            return;
        }

        Take(isUpdate);
    }

    private void Take(bool isUpdate)
    {
        if (!isUpdate)
        {
            _isInputOver = true;
            return;
        }

        if (_source.TryTake(out var update) is { } failure)
        {
            Stop(failure);
            return;
        }

        if (update is null)
        {
            _invalid.AddMissing(_positions.Add(0));
            return;
        }

        var violations = UpdateValidator.FindFaults(update, _lastValid, _positions.Count);
        var values = update.Freeze().Length;
        var position = _positions.Add(values);
        if (violations is not null)
        {
            _invalid.Add(update, position, violations);
        }
        else if (values > 0 && _isStopped)
        {
            // The input gave it while the run was ending.
            Emit(UnsentUpdates.Settle([(update, position)], WhyNotSent(EndedBy), CauseOf(EndedBy), _positions));
        }
        else if (values > 0)
        {
            _lastValid = update;
            _pending.Add(update, position);
            RunDelay();
        }
    }

    private void ReportInvalid(int atLeast)
    {
        if (_invalid.Count >= atLeast)
        {
            Emit(_invalid.Settle(_positions));
        }
    }

    private void RunDelay()
    {
        if (_settings.MaxDelay is { } delay && !_isDelayRunning && !_pending.IsEmpty)
        {
            _isDelayRunning = true;
            _inbox.PostAfter(delay, OnDelayOver, _cancellationToken);
        }
    }

    private void OnDelayOver()
    {
        _isDelayRunning = false;
        _dueBefore = Math.Max(_dueBefore, _positions.Count);
    }

    /// <summary>Takes no more input, and makes no more calls. Those that are under way end by themselves.</summary>
    private void Stop(Exception exception)
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        EndedBy = exception;
        _source.Stop();
        if (_source.IsReading)
        {
            _inbox.PostAfter(SourcePatience, () => _isSourceLeft = true, CancellationToken.None);
        }

        if (_pending.TakeAll() is { Length: > 0 } rows)
        {
            SettleAsGivenUp(new Batch(rows), exception);
        }

        while (_again.TryDequeue(out var batch))
        {
            GiveUp(batch, exception);
        }
    }

    private void Cancel() => Stop(new OperationCanceledException(_cancellationToken));

    private void Emit(BatchOutcome outcome)
    {
        _meter.Count(outcome);
        _unwritten.Enqueue(outcome);
    }

    private void EndFlushes() => _flushes.RemoveAll(flush => flush.Position <= _takenOver && flush.Done.TrySetResult());
}
