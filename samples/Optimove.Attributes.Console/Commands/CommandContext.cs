using System.CommandLine;

namespace Optimove.Attributes.Console;

/// <summary>What a command works with.</summary>
internal sealed class CommandContext(ParseResult parse, string? ledger, IReadOnlyDictionary<string, string?> environment, OutputChannel output, Seams seams)
{
    public ParseResult Parse { get; } = parse;

    public OutputChannel Output { get; } = output;

    public TimeProvider Clock => seams.Clock;

    /// <summary>Whether the embedded simulator is at work; <see langword="null"/> until that is known.</summary>
    public bool? IsSimulator { get; private set; }

    /// <summary>The key in the environment; <see langword="null"/> where there is none.</summary>
    public string? ApiKey => environment.GetValueOrDefault(Connection.ApiKeyVariable) is { } key && !string.IsNullOrWhiteSpace(key) ? key : null;

    /// <summary>Opens what the environment names, and says so where it is the simulator.</summary>
    /// <param name="callbacks">What the command line says of callbacks; <see langword="null"/> for a command that sends nothing to be confirmed.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public async Task<Session> OpenSessionAsync(CallbackSettings? callbacks, CancellationToken cancellationToken)
    {
        var connection = Connection.Read(environment);
        if (connection is null)
        {
            Output.Note(
                $"Neither {Connection.BaseAddressVariable} nor {Connection.ApiKeyVariable} is set: this runs on an embedded simulator, which takes any customer and forgets everything at the end.");
        }

        IsSimulator = connection is null;
        return await Session.OpenAsync(connection, callbacks, ledger, seams, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the embedded simulator, whatever the environment names.</summary>
    public Task<Session> OpenSimulatorAsync(CancellationToken cancellationToken)
    {
        IsSimulator = true;
        return Session.OpenAsync(connection: null, new CallbackSettings(null, null), ledger, seams, cancellationToken);
    }
}
