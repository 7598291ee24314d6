using Microsoft.Extensions.DependencyInjection;

namespace Optimove.Attributes.Client;

/// <summary>Hands each outcome to the application's handler, of whatever lifetime, in a scope of its own.</summary>
internal sealed class ScopedBatchOutcomeHandler(IServiceScopeFactory scopes, string? key) : IBatchOutcomeHandler
{
    public async Task HandleAsync(BatchOutcome outcome, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            await Resolve(scope.ServiceProvider).HandleAsync(outcome, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="InvalidOperationException">There is none, or it can't be made.</exception>
    public void Check()
    {
        using var scope = scopes.CreateScope();
        Resolve(scope.ServiceProvider);
    }

    private IBatchOutcomeHandler Resolve(IServiceProvider provider) =>
        key is null ? provider.GetRequiredService<IBatchOutcomeHandler>() : provider.GetRequiredKeyedService<IBatchOutcomeHandler>(key);
}
