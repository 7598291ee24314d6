using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Optimove.Attributes.Client;

/// <summary>Gathers updates, one by one and from many threads, into calls as full as can be, for as long as a program lives. Nothing that it acknowledged is dropped.</summary>
/// <remarks>
/// It works as <see cref="BulkUpdater"/> does, but a call leaves when it is full or its first update has waited <see cref="AttributeUpdateBufferOptions.MaxDelay"/>, and no failure ends it: what
/// can't be delivered is handed over, and the next is tried. What it holds is lost with the process if that is killed: what must not be lost is to be stored before it is enqueued.
/// </remarks>
public sealed class AttributeUpdateBuffer : IAsyncDisposable, IDisposable
{
    private readonly IBatchOutcomeHandler _handler;
    private readonly IUpdateChannel _channel;
    private readonly Channel<CustomerUpdate> _updates;
    private readonly AsyncLocal<StrongBox<bool>?> _handling = new();
    // Not disposed: it has no timer, and the token of a stop may be cancelled whenever.
    private readonly CancellationTokenSource _giveUp = new();
    private readonly BulkEngine _engine;
    private readonly Task _work;

    /// <summary>Starts a buffer for a program without a container; with one, use <c>AddOptimoveUpdateBuffer</c>.</summary>
    /// <param name="client">The client.</param>
    /// <param name="handler">Gets every outcome.</param>
    /// <param name="options">How to gather; the defaults by default. A later change does not count.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="handler"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptionsValidationException">The options can't be right; all faults are named.</exception>
    public AttributeUpdateBuffer(IOptimoveAttributesClient client, IBatchOutcomeHandler handler, AttributeUpdateBufferOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(handler);
        options ??= new AttributeUpdateBufferOptions();
        string[] faults = [.. options.FindFaults()];
        if (faults.Length > 0)
        {
            throw new OptionsValidationException(nameof(AttributeUpdateBuffer), typeof(AttributeUpdateBufferOptions), faults);
        }

        _handler = handler;
        _channel = client as IUpdateChannel ?? new PlainUpdateChannel(client);
        _updates = Channel.CreateBounded<CustomerUpdate>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        _engine = new BulkEngine(_channel, new BulkSettings
        {
            MaxConcurrentCalls = options.MaxConcurrentCalls,
            MaxOutage = options.MaxOutage,
            MaxDelay = options.MaxDelay,
            GoesOnAfterFailures = true,
        });
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Takes an update over. It is frozen from now on.</summary>
    /// <param name="update">The update. It may have more attributes than a call may hold.</param>
    /// <param name="cancellationToken">Ends the wait for room; the update is not taken over then.</param>
    /// <returns>A task that completes when the update is taken over: from then on what becomes of it is told to the <see cref="IBatchOutcomeHandler"/>. Where the buffer is full it waits for room.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="update"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptimoveValidationException">The update can't be right, or has no value; it was not taken over.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> is cancelled; the update was not taken over.</exception>
    /// <exception cref="InvalidOperationException">The buffer is stopped, or its handler calls while it is being called; the update was not taken over.</exception>
    public ValueTask EnqueueAsync(CustomerUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        ThrowIfHandling();
        UpdateValidator.Validate([update], 1, int.MaxValue);
        return !cancellationToken.IsCancellationRequested && _updates.Writer.TryWrite(update) ? default : EnqueueSlowlyAsync(update, cancellationToken);
    }

    /// <summary>Sends all that was taken over before, without waiting for full calls.</summary>
    /// <param name="cancellationToken">Ends the wait alone.</param>
    /// <returns>A task that completes when the <see cref="IBatchOutcomeHandler"/> has taken over the outcomes of all of it, with callbacks up to their deadline after the last call.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or the buffer was stopped and gave up meanwhile.</exception>
    /// <exception cref="InvalidOperationException">The handler calls while it is being called.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfHandling();
        var flush = await Task.WhenAny(_engine.FlushAsync(() => _updates.Reader.Count) ?? _work, _work).WaitAsync(cancellationToken).ConfigureAwait(false);
        await flush.ConfigureAwait(false);
    }

    /// <summary>Takes no more, sends what there is, and waits until all of it has its outcome.</summary>
    /// <param name="cancellationToken">When to give up: what was not delivered by then is handed over at once.</param>
    /// <returns>A task that completes when the <see cref="IBatchOutcomeHandler"/> has everything.</returns>
    /// <exception cref="InvalidOperationException">The handler calls while it is being called.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfHandling();
        if (_work.IsCompleted)
        {
            await _work.ConfigureAwait(false);
            return;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            // Before the end of the input, which would let what waits leave at once.
            await _giveUp.CancelAsync().ConfigureAwait(false);
        }

        _updates.Writer.TryComplete();
        using var registration = cancellationToken.UnsafeRegister(static state => _ = ((CancellationTokenSource)state!).CancelAsync(), _giveUp);
        await _work.ConfigureAwait(false);
    }

    /// <summary>As <see cref="StopAsync"/> with a token that is cancelled: hands over at once what is not delivered. To deliver it, stop the buffer first.</summary>
    /// <returns>A task that completes when the <see cref="IBatchOutcomeHandler"/> has everything.</returns>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Stops as <see cref="StopAsync"/> does, but waits for no outcomes: what could take them has stopped.</summary>
    internal Task StopWithoutOutcomesAsync(CancellationToken cancellationToken)
    {
        _engine.LeaveOutcomes();
        return StopAsync(cancellationToken);
    }

    private void ThrowIfHandling()
    {
        if (_handling.Value is { Value: true })
        {
            throw new InvalidOperationException(
                "An IBatchOutcomeHandler must not call the buffer that waits for it. Keep what is undelivered, and enqueue it elsewhere, if nothing newer was enqueued since.");
        }
    }

    private async ValueTask EnqueueSlowlyAsync(CustomerUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            await _updates.Writer.WriteAsync(update, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException("The buffer is stopped, and takes no more updates.");
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var outcome in _engine.RunAsync(new BufferedUpdates(_updates.Reader), _giveUp.Token).ConfigureAwait(false))
            {
                await HandOverAsync(outcome).ConfigureAwait(false);
            }
        }
        finally
        {
            _updates.Writer.TryComplete();
        }

        var unread = new List<CustomerUpdate>();
        while (_updates.Reader.TryRead(out var update))
        {
            unread.Add(update);
        }

        if (unread.Count > 0)
        {
            await HandOverAsync(_engine.AccountForUnread(unread)).ConfigureAwait(false);
        }
    }

    private async Task HandOverAsync(BatchOutcome outcome)
    {
        var handling = new StrongBox<bool>(true);
        _handling.Value = handling;
        try
        {
            await _handler.HandleAsync(outcome, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The application's own error must not keep the next outcome from it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.OutcomeHandlerFailed(_channel.Logger, outcome.Counts.Total, exception.GetType().Name);
        }
        finally
        {
            handling.Value = false;
        }
    }
}
