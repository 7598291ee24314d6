using System.CommandLine;
using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Console;

/// <summary>The simulator alone, for programs in any language.</summary>
internal static class SimulateCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private static readonly Option<int> Port = new("--port") { HelpName = "N", Description = "Where to listen on 127.0.0.1; a free port by default." };

    private static readonly Option<bool> RefuseUnknownCustomers = new("--refuse-unknown-customers")
    {
        Description = "Refuse values of customers that are not there, as the vendor does. No call brings in a customer then.",
    };

    public static Command Create(CommandRunner runner)
    {
        var command = new Command(
            "simulate",
            $"Run the simulator alone until Ctrl+C, for programs in any language. It takes the key in {Connection.ApiKeyVariable}, or prints the one it takes.")
        {
            Port,
            RefuseUnknownCustomers,
        };
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var givenKey = context.ApiKey;
        await using var simulator = Start(new OptimoveSimulatorOptions
        {
            Port = PortOf(context),
            ApiKey = givenKey,
            AcceptUnknownCustomers = !context.Parse.GetValue(RefuseUnknownCustomers),
        });
        context.Output.Line("A simulator of Optimove, empty at first. Ctrl+C ends it, and it forgets everything.");
        context.Output.Line($"  {Connection.BaseAddressVariable}={simulator.BaseAddress}");
        context.Output.Line(
            givenKey is null ? $"  {Connection.ApiKeyVariable}={simulator.ApiKey}" : $"  {Connection.ApiKeyVariable} as it is in the environment of this program");
        var document = new SimulateDocument { Simulator = true, BaseAddress = simulator.BaseAddress, ApiKey = givenKey is null ? simulator.ApiKey : null };
        context.Output.Document(document, ConsoleJsonContext.Documents.SimulateDocument);

        var requests = await ShowRequestsAsync(context, simulator, cancellationToken).ConfigureAwait(false);
        context.Output.Note($"Stopped on request, after {Words.Count(requests, "request")}.");
        return ExitCode.Cancelled;
    }

    private static int PortOf(CommandContext context) => context.Parse.GetValue(Port) is >= 0 and <= 65_535 and var port
        ? port
        : throw new InputException("--port is not from 0 to 65535; 0 takes a free one.");

    private static OptimoveSimulator Start(OptimoveSimulatorOptions options)
    {
        try
        {
            return OptimoveSimulator.Start(options);
        }
        catch (IOException exception)
        {
            throw new InputException(exception.Message);
        }
    }

    /// <summary>Shows each request, and forgets it: a simulator that runs for days must not grow with what it saw.</summary>
    private static async Task<long> ShowRequestsAsync(CommandContext context, OptimoveSimulator simulator, CancellationToken cancellationToken)
    {
        var seen = 0L;
        using var timer = new PeriodicTimer(LookEvery, context.Clock);
        while (true)
        {
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return seen + simulator.ClearRequests().Count;
            }

            foreach (var request in simulator.ClearRequests())
            {
                seen++;
                context.Output.Line(Words.Invariant($"{request.ReceivedAt:HH:mm:ss} {request.Method} {request.Call}: {request.StatusCode}"));
            }
        }
    }
}
