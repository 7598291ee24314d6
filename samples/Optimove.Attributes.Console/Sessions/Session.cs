using System.Security.Cryptography;
using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Console;

/// <summary>A client, the simulator it talks to where there is no tenant, and where callbacks are taken.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _owned = new();
    private OptimoveSimulator? _simulator;
    private OptimoveAttributesClient? _client;

    public IOptimoveAttributesClient Client => _client!;

    public OptimoveAttributesOptions Options { get; } = new();

    public bool IsSimulator { get; private init; }

    /// <summary>The embedded simulator.</summary>
    /// <exception cref="InvalidOperationException">A tenant is named.</exception>
    public OptimoveSimulator Simulator => _simulator ?? throw new InvalidOperationException("There is no simulator.");

    /// <summary>Whether the outcomes of calls come back here.</summary>
    public bool IsConfirmed => Options.Callbacks.PublicAddress is not null;

    /// <param name="connection">The tenant; <see langword="null"/> for the embedded simulator.</param>
    /// <param name="callbacks">What the command line says of callbacks; <see langword="null"/> for a command that sends nothing to be confirmed.</param>
    /// <param name="ledger">The file of the ledger that the command line names, if any.</param>
    /// <param name="seams">What a test changes.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="InputException">The callbacks can't come here, or the ledger can't be there.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An address or the key can't be right.</exception>
    public static async Task<Session> OpenAsync(Connection? connection, CallbackSettings? callbacks, string? ledger, Seams seams, CancellationToken cancellationToken)
    {
        var session = new Session { IsSimulator = connection is null };
        try
        {
            await session.StartAsync(connection, callbacks, ledger, seams, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var owned))
        {
            await owned.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task StartAsync(Connection? connection, CallbackSettings? callbacks, string? ledger, Seams seams, CancellationToken cancellationToken)
    {
        if (connection is null)
        {
            _simulator = OptimoveSimulator.Start(new OptimoveSimulatorOptions { AcceptUnknownCustomers = true });
            _owned.Push(_simulator);
            connection = new Connection(_simulator.BaseAddress, _simulator.ApiKey);
        }

        Options.BaseAddress = connection.BaseAddress;
        Options.ApiKey = connection.ApiKey;
        Options.Tenant = connection.Tenant ?? Options.Tenant;
        if (!IsSimulator || ledger is not null)
        {
            Options.Ledger = LedgerFile.Open(ledger, seams.LedgerFolder, Options.Tenant, Options.BaseAddress);
        }

        callbacks?.Check(connection.BaseAddress.IsLoopback);
        CallbackListener? listener = null;
        if (callbacks is not null && (callbacks.Url is not null || connection.BaseAddress.IsLoopback))
        {
            listener = await CallbackListener.StartAsync(callbacks, cancellationToken).ConfigureAwait(false);
            _owned.Push(listener);
            Options.Callbacks.PublicAddress = callbacks.Url ?? new Uri(listener.Address, "callbacks");
            Options.Callbacks.Secrets = [Convert.ToHexString(RandomNumberGenerator.GetBytes(32))];
            Options.Callbacks.LooksAtDeadline = true;
        }

        seams.Configure?.Invoke(Options);
        _client = OptimoveAttributesClient.Create(Options, seams.Clock);
        _owned.Push(_client);
        if (listener is not null)
        {
            listener.Receiver = _client.CallbackReceiver;
        }
    }
}
