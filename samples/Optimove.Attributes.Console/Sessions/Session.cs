using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Console;

/// <summary>A client, and the simulator it talks to where there is no tenant.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly OptimoveAttributesClient _client;
    private readonly OptimoveSimulator? _simulator;

    private Session(OptimoveAttributesOptions options, OptimoveSimulator? simulator, TimeProvider clock)
    {
        _client = OptimoveAttributesClient.Create(options, clock);
        _simulator = simulator;
        Options = options;
    }

    public IOptimoveAttributesClient Client => _client;

    public OptimoveAttributesOptions Options { get; }

    public bool IsSimulator => _simulator is not null;

    /// <param name="connection">The tenant; <see langword="null"/> for the embedded simulator.</param>
    /// <param name="seams">What a test changes.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The address or the key can't be right.</exception>
    public static async Task<Session> OpenAsync(Connection? connection, Seams seams)
    {
        var simulator = connection is null ? OptimoveSimulator.Start(new OptimoveSimulatorOptions { AcceptUnknownCustomers = true }) : null;
        try
        {
            var options = new OptimoveAttributesOptions
            {
                BaseAddress = connection?.BaseAddress ?? simulator!.BaseAddress,
                ApiKey = connection?.ApiKey ?? simulator!.ApiKey,
            };
            seams.Configure?.Invoke(options);
            var session = new Session(options, simulator, seams.Clock);
            simulator = null;
            return session;
        }
        finally
        {
            if (simulator is not null)
            {
                await simulator.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync().ConfigureAwait(false);
        }
    }
}
