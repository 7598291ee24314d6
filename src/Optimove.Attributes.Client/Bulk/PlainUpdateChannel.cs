using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Optimove.Attributes.Client;

/// <summary>A client that is not ours, such as one around ours or one of a test: its calls are made as anybody would, within the documented limits, and no outcome is awaited.</summary>
internal sealed class PlainUpdateChannel(IOptimoveAttributesClient client) : IUpdateChannel
{
    private static readonly OptimoveAttributesOptions Defaults = new();

    public int MaxCustomersPerCall => Defaults.MaxCustomersPerCall;

    public int MaxAttributesPerCustomer => Defaults.MaxAttributesPerCustomer;

    public IEnumerable<RateLimit> RateLimits => [];

    public bool IsProven { get; set; }

    public TimeProvider TimeProvider => TimeProvider.System;

    public ILogger Logger => NullLogger.Instance;

    public IUpdateCall Begin(CustomerUpdate[] updates, int values, IReadOnlyCollection<string> names) => new Call(client, updates);

    private sealed class Call(IOptimoveAttributesClient client, CustomerUpdate[] updates) : IUpdateCall
    {
        public bool IsTracked => false;

        public bool HasOutcome => false;

        public bool MayHaveArrived { get; private set; }

        public UpdateReceipt? Receipt { get; private set; }

        public async Task SendAsync(CancellationToken cancellationToken)
        {
            try
            {
                Receipt = await client.UpdateAttributesAsync(updates, cancellationToken).ConfigureAwait(false);
            }
            catch (OptimoveException exception)
            {
                MayHaveArrived |= exception.MayHaveArrived;
                throw;
            }
            catch
            {
                // Cancelled, or something of the client's own: it can't be known.
                MayHaveArrived = true;
                throw;
            }
        }

        public Task<IReadOnlyList<ValueOutcome>> WaitForOutcomeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IReadOnlyList<ValueOutcome> GiveUp() => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
