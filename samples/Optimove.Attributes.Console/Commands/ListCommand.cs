using System.CommandLine;
using System.Globalization;

namespace Optimove.Attributes.Console;

internal static class ListCommand
{
    private static readonly (string Header, Func<CatalogEntry, string?> Read)[] OptionalColumns =
    [
        ("Description", static entry => entry.Description),
        ("Alias", static entry => entry.Alias),
        ("Type", static entry => entry.Type?.ToString()),
        ("Source", static entry => entry.Source),
        ("Created (UTC)", static entry => Format(entry.CreatedAt)),
        ("Updated (UTC)", static entry => Format(entry.UpdatedAt)),
    ];

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("list", "List the attributes of the tenant's data model.");
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    /// <summary>Writes the catalog; a column that the server fills for no attribute is left out.</summary>
    public static void Write(OutputChannel output, IReadOnlyList<CatalogEntry> catalog)
    {
        var columns = OptionalColumns.Where(column => catalog.Any(entry => column.Read(entry) is not null)).ToList();
        var table = new DataTable(["RealFieldName", .. columns.Select(static column => column.Header)]);
        foreach (var entry in catalog)
        {
            table.Row([entry.RealFieldName, .. columns.Select(column => column.Read(entry))]);
        }

        table.WriteTo(output.Human);
    }

    public static ListDocument ToDocument(bool simulator, IReadOnlyList<CatalogEntry> catalog) =>
        new() { Simulator = simulator, Attributes = [.. catalog.Select(CatalogEntryDocument.From)] };

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(callbacks: null, cancellationToken).ConfigureAwait(false);
        var catalog = await session.Client.ListAttributesAsync(cancellationToken).ConfigureAwait(false);
        Write(context.Output, catalog);
        context.Output.Line($"{Words.Count(catalog.Count, "attribute")}.");
        context.Output.Document(ToDocument(session.IsSimulator, catalog), ConsoleJsonContext.Documents.ListDocument);
        return ExitCode.Done;
    }

    private static string? Format(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
