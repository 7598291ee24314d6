using System.Collections.Concurrent;

namespace Optimove.Attributes.Client.AspNetCore.Tests;

internal sealed class RecordingHandler : IOptimoveCallbackHandler
{
    public ConcurrentQueue<AttributeOutcome> Outcomes { get; } = new();

    public Exception? Failure { get; set; }

    public Task OnAttributeAddedAsync(AddAttributeOutcome outcome, CancellationToken cancellationToken) => Take(outcome);

    public Task OnAttributesUpdatedAsync(UpdateAttributesOutcome outcome, CancellationToken cancellationToken) => Take(outcome);

    private Task Take(AttributeOutcome outcome)
    {
        if (Failure is not null)
        {
            return Task.FromException(Failure);
        }

        Outcomes.Enqueue(outcome);
        return Task.CompletedTask;
    }
}
