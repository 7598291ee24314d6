using System.CommandLine;
using Microsoft.Extensions.Options;

namespace Optimove.Attributes.Console;

/// <summary>Runs a command, and turns what it throws into words, a document and an exit code.</summary>
internal sealed class CommandRunner(
    Option<bool> json, Option<string?> ledger, IReadOnlyDictionary<string, string?> environment, TextWriter stdout, TextWriter stderr, Seams seams)
{
    public Func<ParseResult, CancellationToken, Task<int>> ActionOf(Func<CommandContext, CancellationToken, Task<int>> command) =>
        (parse, cancellationToken) => RunAsync(parse, command, cancellationToken);

    public static int Report(OutputChannel output, Failure failure, bool? simulator)
    {
        output.Error(failure);
        output.Document(
            new FailedDocument { Simulator = simulator, Error = ErrorDocument.From(failure) }, ConsoleJsonContext.Documents.FailedDocument);
        return failure.ExitCode;
    }

    private async Task<int> RunAsync(ParseResult parse, Func<CommandContext, CancellationToken, Task<int>> command, CancellationToken cancellationToken)
    {
        var output = new OutputChannel(stdout, stderr, parse.GetValue(json));
        var context = new CommandContext(parse, parse.GetValue(ledger), environment, output, seams);
        Failure failure;
        try
        {
            return await command(context, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException exception)
        {
            failure = Failure.From(exception);
        }
        catch (OptionsValidationException exception)
        {
            failure = Failure.From(exception);
        }
        catch (OptimoveException exception)
        {
            failure = Failure.From(exception);
        }
        catch (LedgerFileException exception)
        {
            failure = Failure.From(exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            failure = Failure.Cancelled();
        }
        catch (IOException exception)
        {
            // The output can't be written, so no document can be either.
            output.Note($"error: the output can't be written: {exception.Message}");
            return ExitCode.NotAllDelivered;
        }

        return Report(output, failure, context.IsSimulator);
    }
}
