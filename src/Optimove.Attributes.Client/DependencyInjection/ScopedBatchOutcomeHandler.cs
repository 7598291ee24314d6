using Microsoft.Extensions.DependencyInjection;

namespace Optimove.Attributes.Client;

/// <summary>Hands each outcome to the application's handler, of whatever lifetime, in a scope of its own.</summary>
internal sealed class ScopedBatchOutcomeHandler : IBatchOutcomeHandler, IAsyncDisposable, IDisposable
{
    [ThreadStatic]
    private static HashSet<(IServiceScopeFactory Scopes, string? Key)>? _beingResolved;

    private readonly IServiceScopeFactory _scopes;
    private readonly string? _key;
    private readonly AsyncServiceScope _lastScope;
    private readonly IBatchOutcomeHandler _last;

    /// <exception cref="InvalidOperationException">There is no handler, or it can't be made.</exception>
    public ScopedBatchOutcomeHandler(IServiceScopeFactory scopes, string? key)
    {
        var beingResolved = _beingResolved ??= [];
        if (!beingResolved.Add((scopes, key)))
        {
            throw new InvalidOperationException("An IBatchOutcomeHandler can't have the AttributeUpdateBuffer, which waits for it and so is not to be called by it.");
        }

        _scopes = scopes;
        _key = key;
        _lastScope = scopes.CreateAsyncScope();
        try
        {
            _last = Resolve(_lastScope.ServiceProvider);
        }
        catch
        {
            _lastScope.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
        finally
        {
            beingResolved.Remove((scopes, key));
        }
    }

    public async Task HandleAsync(BatchOutcome outcome, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope;
        try
        {
            scope = _scopes.CreateAsyncScope();
        }
        catch (ObjectDisposedException)
        {
            // The container goes before the buffer was stopped: what is left must not be lost for that.
            await _last.HandleAsync(outcome, cancellationToken).ConfigureAwait(false);
            return;
        }

        await using (scope.ConfigureAwait(false))
        {
            await Resolve(scope.ServiceProvider).HandleAsync(outcome, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _lastScope.DisposeAsync();

    public void Dispose() => _lastScope.Dispose();

    private IBatchOutcomeHandler Resolve(IServiceProvider provider) =>
        _key is null ? provider.GetRequiredService<IBatchOutcomeHandler>() : provider.GetRequiredKeyedService<IBatchOutcomeHandler>(_key);
}
