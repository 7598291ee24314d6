using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Optimove.Attributes.Client;

/// <summary>Sends any number of updates in calls as full as can be, at the full rate that is allowed and never over it, and tells what became of every value.</summary>
/// <remarks>
/// <para>
/// A customer with more attributes than a call may hold is spread over several. A value that comes again, for the same customer and attribute, before the older one left, replaces it; after
/// that it waits until the call with the older one was answered, and a minute more where an attempt of that call was lost and may still arrive, so that newer values never overtake older ones.
/// </para>
/// <para>
/// A batch that the server refuses (400, 413, 422, or 200 with <c>"isSuccess": false</c>) is sent in halves, until the customer at fault is found, in 20 calls more for a full batch; one that is too large as a whole (413), in as many as
/// it takes. Three batches in a row that are refused to the last customer end the run, as do a key that is refused and every other answer that time does not mend. While the server is down, or turns calls away for their rate beyond the retries of the client, no input is read and
/// one call after the other tries, for <see cref="BulkUpdateOptions.MaxOutage"/> at most.
/// </para>
/// <para>
/// Where the client has a <see cref="CallbackOptions.PublicAddress"/>, the outcome of each call is awaited, holding ids and names, not values: values end as <see cref="DeliveryState.Confirmed"/>,
/// <see cref="DeliveryState.Rejected"/> or <see cref="DeliveryState.Unconfirmed"/>. Without one they end as <see cref="DeliveryState.Accepted"/>, as they do with a client that is not this SDK's own.
/// </para>
/// <para>Memory does not grow with the input. Safe for use by many threads: each run stands for itself; several at once on the same customers may overtake each other.</para>
/// </remarks>
public sealed class BulkUpdater
{
    private readonly IUpdateChannel _channel;
    private readonly BulkUpdateOptions _options;

    /// <summary>Prepares runs.</summary>
    /// <param name="client">The client. What a call may hold, the rate limit and the callbacks are of its options.</param>
    /// <param name="options">How to go about it; the defaults by default. A later change does not count.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option can't be right.</exception>
    public BulkUpdater(IOptimoveAttributesClient client, BulkUpdateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _options = BulkUpdateOptions.Check(options);
        _channel = client as IUpdateChannel ?? new PlainUpdateChannel(client);
    }

    /// <summary>Sends the updates, and yields what became of them, batch by batch as it is known.</summary>
    /// <param name="updates">
    /// The updates, of any number and order. They are frozen as they are read. One that can't be right is left out, and reported as <see cref="NotSentReason.Invalid"/>; one without values has nothing to send. A stream
    /// that never ends is work for <see cref="AttributeUpdateBuffer"/>: here a batch leaves when it is full or the input is over.
    /// </param>
    /// <param name="progress">Hears of each call, answer and outcome, or of several at once, one after the other, on a thread of the run; <see langword="null"/> for nobody. What it throws ends the run.</param>
    /// <param name="cancellationToken">
    /// Ends the run: nothing more is sent, the attempts under way are given up, and every value that was read is still accounted for before <see cref="OperationCanceledException"/> is thrown. The input's own token is
    /// cancelled, and the input waited for; one that does not heed it is left after 5 seconds.
    /// </param>
    /// <returns>The outcomes. They wait to be read: who is slow to read slows the run down. Who stops reading them early cancels the run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="updates"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptimoveException">The run ended early. As with any exception, and those that the input throws too, it comes after the outcomes of all that was read.</exception>
    public IAsyncEnumerable<BatchOutcome> SendAsync(IAsyncEnumerable<CustomerUpdate> updates, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return SendToEndAsync(updates, progress, cancellationToken);
    }

    /// <summary>Sends the updates, and reports.</summary>
    internal async Task<BulkUpdateReport> SendAllAsync(IAsyncEnumerable<CustomerUpdate> updates, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        var engine = CreateEngine(progress);
        var report = new BulkReportBuilder();
        await foreach (var outcome in engine.RunAsync(updates, cancellationToken).ConfigureAwait(false))
        {
            report.Add(outcome);
        }

        return report.Build(engine);
    }

    private async IAsyncEnumerable<BatchOutcome> SendToEndAsync(IAsyncEnumerable<CustomerUpdate> updates, IProgress<BulkProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var engine = CreateEngine(progress);
        await foreach (var outcome in engine.RunAsync(updates, cancellationToken).ConfigureAwait(false))
        {
            yield return outcome;
        }

        if (engine.EndedBy is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    private BulkEngine CreateEngine(IProgress<BulkProgress>? progress) => new(
        _channel,
        new BulkSettings { MaxConcurrentCalls = _options.MaxConcurrentCalls, MaxOutage = _options.MaxOutage, ExpectedUpdates = _options.ExpectedUpdates },
        progress);
}
