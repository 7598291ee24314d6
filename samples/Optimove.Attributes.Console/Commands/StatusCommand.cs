using System.CommandLine;
using Spectre.Console;

namespace Optimove.Attributes.Console;

internal static class StatusCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("status", "Show every attribute as the vendor's screen does: colour, lightning, source, last update through the API, days until it is stale.");
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    public static void Write(OutputChannel output, IReadOnlyList<AttributeClassification> statuses, DateTimeOffset now)
    {
        var table = new DataTable("Colour", "Lightning", "RealFieldName", "Source", "Last update (UTC)", "Days until stale");
        foreach (var status in statuses)
        {
            var colour = StatusWords.ColourOf(status.Status);
            table.Row(
                ColourOf(colour),
                colour ?? (status.Status == AttributeStatus.Unknown ? "?" : "-"),
                status.HasLightning ? "yes" : "-",
                status.RealFieldName + (status.Evidence.IsListed ? string.Empty : " (not in the catalog)"),
                StatusWords.Of(status.Source) + StatusWords.Of(status.SourceEvidence),
                LastUpdateOf(status),
                StatusDocument.DaysUntil(status.BecomesStaleAt, now) is { } days ? Words.Invariant($"{days}") : "-");
        }

        table.WriteTo(output.Human);
        foreach (var status in statuses)
        {
            foreach (var contradiction in status.Contradictions)
            {
                output.Line($"{status.RealFieldName}: {contradiction.Message}");
            }
        }

        if (statuses.Any(static status => status.Status == AttributeStatus.Unknown))
        {
            output.Line("Not known: neither the catalog nor the ledger tells. Declare an attribute of the batch process with ensure, \"source\":\"batch\".");
        }
    }

    public static StatusListDocument ToDocument(bool simulator, IReadOnlyList<AttributeClassification> statuses, DateTimeOffset now) =>
        new() { Simulator = simulator, Attributes = [.. statuses.Select(status => StatusDocument.From(status, now))] };

    private static string LastUpdateOf(AttributeClassification status) =>
        status.LastApiUpdate is { } update ? Words.Invariant($"{update:yyyy-MM-dd HH:mm}")
        : status.Recency == AttributeRecency.Never ? "never"
        : "?";

    private static Color ColourOf(string? name) => name switch
    {
        "red" => Color.Red,
        "green" => Color.Green,
        "orange" => Color.DarkOrange,
        _ => Color.Default,
    };

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(callbacks: null, cancellationToken).ConfigureAwait(false);
        var statuses = await session.Client.GetStatusesAsync(cancellationToken).ConfigureAwait(false);
        var now = context.Clock.GetUtcNow();
        Write(context.Output, statuses, now);
        context.Output.Document(ToDocument(session.IsSimulator, statuses, now), ConsoleJsonContext.Documents.StatusListDocument);
        return ExitCode.Done;
    }
}
