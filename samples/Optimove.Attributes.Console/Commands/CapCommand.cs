using System.CommandLine;

namespace Optimove.Attributes.Console;

internal static class CapCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("cap", "Show how many of the attributes that the API may create are used, by the catalog and the ledger, and what is not known.");
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    public static void Write(OutputChannel output, CapUsage usage)
    {
        output.Line(Words.Invariant($"{usage.Used} of {usage.Limit} attributes are used, {usage.Left} are left."));
        WriteNames(output, "Created", usage.Created);
        WriteNames(output, "On their way", usage.OnTheirWay);
        if (usage.UnknownCount > 0)
        {
            output.Line(Words.Invariant($"Created by others: {usage.UnknownCount}"));
        }

        foreach (var (_, sentence) in CapWords.Of(usage.Uncertainty))
        {
            output.Line(sentence);
        }
    }

    private static void WriteNames(OutputChannel output, string what, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            output.Line(Words.Invariant($"{what} ({names.Count}): {string.Join(", ", names)}"));
        }
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(callbacks: null, cancellationToken).ConfigureAwait(false);
        var usage = await session.Client.GetCapUsageAsync(cancellationToken).ConfigureAwait(false);
        Write(context.Output, usage);
        context.Output.Document(CapDocument.From(session.IsSimulator, usage), ConsoleJsonContext.Documents.CapDocument);
        return ExitCode.Done;
    }
}
