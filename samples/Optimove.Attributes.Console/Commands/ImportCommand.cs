using System.CommandLine;

namespace Optimove.Attributes.Console;

internal static class ImportCommand
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A CSV file: UTF-8, a header, separated by comma, semicolon or tab, quoted as in RFC 4180.",
    };

    private static readonly Option<string> Id = new("--id") { HelpName = "COLUMN", Required = true, Description = "The header of the column with the customer ids." };

    private static readonly Option<string[]> Map = new("--map")
    {
        HelpName = "COLUMN=REALFIELDNAME",
        AllowMultipleArgumentsPerToken = true,
        Description = "The attribute of a column whose header is not the RealFieldName. Repeatable; give FILE before it.",
    };

    private static readonly Option<bool> CreateMissing = new("--create")
    {
        Description = "Create what the catalog lacks, with types worked out from the whole file, and wait up to two minutes until it is listed; "
            + "if it is not, no value is sent. Without it no name is refused here: the server decides.",
    };

    private static readonly Option<bool> ClearBlanks = new("--clear-blanks")
    {
        Description = "Let a blank cell take the customer's value away. Without it, blank cells are left out.",
    };

    private static readonly Option<string?> Delimiter = new("--delimiter")
    {
        HelpName = "comma|semicolon|tab",
        Description = "What separates cells; worked out from the header by default.",
    };

    private static readonly Option<string?> Rejects = new("--rejects")
    {
        HelpName = "FILE",
        Description = "Where to write the values that the server refused, as CSV with their RealFieldName and code; written only when there are some.",
    };

    public static Command Create(CommandRunner runner)
    {
        var command = CallbackArguments.AddTo(new Command(
            "import",
            """
            Send a CSV file of customers. The whole file is checked before anything is sent.

            Rows go out in full calls at the full rate that the server allows. While it is down the import waits, for ten minutes at most. A call that is refused for what it holds (400, 413, 422)
            is sent in halves until the row is found; three that are refused whole, or a refused key, stop the import. Where the outcomes of calls come back, the report says what became of
            each value. Where an id comes twice, the later row wins. The number of customers is exact up to a million different ids.
            """)
        {
            File, Id, Map, CreateMissing, ClearBlanks, Delimiter, Rejects,
        });
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var request = new ImportRequest
        {
            IdColumn = parse.GetRequiredValue(Id),
            Maps = parse.GetValue(Map) ?? [],
            Create = parse.GetValue(CreateMissing),
            ClearBlanks = parse.GetValue(ClearBlanks),
        };
        using var file = CsvFile.Open(parse.GetRequiredValue(File), ReadDelimiter(parse.GetValue(Delimiter)));
        var scan = await ImportScan.ReadAsync(file, request, cancellationToken).ConfigureAwait(false);

        var rejects = parse.GetValue(Rejects) is { } path ? RejectsFile.Open(path, request.IdColumn) : null;
        await using var session = await context.OpenSessionAsync(CallbackArguments.Read(parse), cancellationToken).ConfigureAwait(false);
        var importer = new Importer(session.Client, rejects);
        var report = await ImportPresenter.RunAsync(
            context.Output, scan, progress => importer.RunAsync(file, request, scan, progress, cancellationToken)).ConfigureAwait(false);
        context.Output.Document(DeliveryDocument.From(session.IsSimulator, report), ConsoleJsonContext.Documents.DeliveryDocument);
        return report.Delivery.ExitCode;
    }

    private static char? ReadDelimiter(string? text) =>
        text is null ? null
        : CsvDelimiter.TryParse(text, out var delimiter) ? delimiter
        : throw new InputException("--delimiter is none of comma, semicolon, tab.");
}
