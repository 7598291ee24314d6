using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Optimove.Attributes.Client;

/// <summary>Takes the callbacks of the vendor: verifies, reads, joins them to their calls, and hands them over. It knows no web framework.</summary>
/// <remarks>
/// Nothing that a caller sends makes it throw, settles anything, or is logged, unless its token was made with one of <see cref="CallbackOptions.Secrets"/> for this
/// <see cref="OptimoveAttributesOptions.Tenant"/>. Safe for use by many threads.
/// </remarks>
public sealed class CallbackReceiver
{
    private readonly int _maxBodyBytes;
    private readonly string _name;
    private readonly CallbackTokens _tokens;
    private readonly OutcomeTracker _tracker;
    private readonly AttributeSlots _slots;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger _logger;

    internal CallbackReceiver(int maxBodyBytes, string name, CallbackTokens tokens, OutcomeTracker tracker, AttributeSlots slots, IServiceScopeFactory scopes, ILogger logger)
    {
        _maxBodyBytes = maxBodyBytes;
        _name = name;
        _tokens = tokens;
        _tracker = tracker;
        _slots = slots;
        _scopes = scopes;
        _logger = logger;
    }

    /// <summary>
    /// Gets every outcome, in a program without a container; wins over an <see cref="IOptimoveCallbackHandler"/> that is registered in one. None by default. Set it before
    /// the first callback comes.
    /// </summary>
    public IOptimoveCallbackHandler? Handler { get; set; }

    /// <summary>Takes one callback.</summary>
    /// <param name="token">The token: the last segment of the address to which it was POSTed.</param>
    /// <param name="body">The body. It is read only where the token is genuine, and no further than <see cref="CallbackOptions.MaxBodyBytes"/>.</param>
    /// <param name="cancellationToken">Ends the reading, and is handed on to the handler.</param>
    /// <returns>What became of it; its number is the HTTP status to answer. Only <see cref="CallbackResult.TakenOver"/> is a 2xx.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptimoveValidationException">The options were reloaded, and can't be right; nothing was read.</exception>
    /// <remarks>What the <see cref="IOptimoveCallbackHandler"/> or the body's stream throws goes on to the caller, who answers no 2xx then, so that the vendor may send it again.</remarks>
    public async Task<CallbackResult> ReceiveAsync(string? token, Stream body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (_tokens.Verify(token) is not var (operation, callId))
        {
            return Refuse(CallbackResult.UnknownToken);
        }

        var outcome = default(AttributeOutcome);
        using (var content = new PooledBuffer())
        {
            if (!await TryReadAsync(body, content, _maxBodyBytes, cancellationToken).ConfigureAwait(false))
            {
                return Refuse(CallbackResult.BodyTooLarge);
            }

            outcome = operation == CallbackOperation.AddAttribute
                ? OutcomeParser.ReadAdd(content.AsSequence(), callId)
                : OutcomeParser.ReadUpdate(content.AsSequence(), callId);
        }

        if (outcome is null || !_tracker.MayBeOf(callId, outcome))
        {
            return Refuse(CallbackResult.UnreadableBody);
        }

        // First the ledger, so that whoever waits finds the slot settled.
        if (outcome is AddAttributeOutcome added)
        {
            await _slots.SettleAsync(added.RealFieldName, callId, added.IsSuccess, added.Error).ConfigureAwait(false);
        }

        _tracker.TryComplete(callId, outcome);
        await HandOverAsync(outcome, cancellationToken).ConfigureAwait(false);
        return CallbackResult.TakenOver;
    }

    /// <summary>Signs a token of a call that is never made, to test a receiver with. POST an outcome to the public address with the token as its last segment.</summary>
    /// <param name="operation">What the callback is to be the outcome of.</param>
    /// <returns>The token. It is a secret: whoever has it can report an outcome of this id, and of no other.</returns>
    /// <exception cref="OptimoveValidationException">There is no secret to sign with.</exception>
    public string CreateTestToken(CallbackOperation operation) => _tokens.Create(operation).Token;

    private static async Task<bool> TryReadAsync(Stream body, PooledBuffer content, int maxBytes, CancellationToken cancellationToken)
    {
        while (await body.ReadAsync(content.GetMemory(), cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            content.Advance(read);
            if (content.Length > maxBytes)
            {
                return false;
            }
        }

        return true;
    }

    private CallbackResult Refuse(CallbackResult result)
    {
        Log.CallbackRefused(_logger, (int)result);
        return result;
    }

    private async Task HandOverAsync(AttributeOutcome outcome, CancellationToken cancellationToken)
    {
        if (Handler is { } given)
        {
            await HandOverAsync(given, outcome, cancellationToken).ConfigureAwait(false);
            return;
        }

        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var handler = _name.Length == 0
                ? scope.ServiceProvider.GetService<IOptimoveCallbackHandler>()
                : scope.ServiceProvider.GetKeyedService<IOptimoveCallbackHandler>(_name);
            if (handler is not null)
            {
                await HandOverAsync(handler, outcome, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static Task HandOverAsync(IOptimoveCallbackHandler handler, AttributeOutcome outcome, CancellationToken cancellationToken) => outcome is AddAttributeOutcome added
        ? handler.OnAttributeAddedAsync(added, cancellationToken)
        : handler.OnAttributesUpdatedAsync((UpdateAttributesOutcome)outcome, cancellationToken);
}
