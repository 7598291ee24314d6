namespace Optimove.Attributes.Client.Tests.Bulk.Buffer;

/// <summary>Keeps every outcome.</summary>
internal sealed class RecordingOutcomeHandler(Action<BatchOutcome>? then = null) : IBatchOutcomeHandler
{
    private readonly List<BatchOutcome> _outcomes = [];

    public IReadOnlyList<BatchOutcome> Outcomes
    {
        get
        {
            lock (_outcomes)
            {
                return [.. _outcomes];
            }
        }
    }

    public DeliveryCounts Counts => Outcomes.Aggregate(default(DeliveryCounts), static (sum, outcome) => sum + outcome.Counts);

    public IEnumerable<string> Undelivered => Outcomes.SelectMany(static outcome => outcome.Undelivered).Select(static update => update.CustomerId);

    public Task HandleAsync(BatchOutcome outcome, CancellationToken cancellationToken)
    {
        lock (_outcomes)
        {
            _outcomes.Add(outcome);
        }

        then?.Invoke(outcome);
        return Task.CompletedTask;
    }
}
