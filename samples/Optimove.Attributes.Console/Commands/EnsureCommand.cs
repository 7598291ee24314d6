using System.CommandLine;
using System.Text.Json;

namespace Optimove.Attributes.Console;

internal static class EnsureCommand
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = """A JSON array of {"name","type","default"?,"source"?}. "source":"batch" (or "real-time") declares an attribute that exists; any other is created where it is missing.""",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show what would be created and declared, and change nothing." };

    public static Command Create(CommandRunner runner)
    {
        var command = CallbackArguments.AddTo(new Command("ensure", "Create those attributes of a file that are missing, as a whole or not at all where the cap does not allow it, and wait until they are there.")
        {
            File, DryRun,
        });
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var needed = NeededAttributes.Read(context.Parse.GetRequiredValue(File));
        var isDryRun = context.Parse.GetValue(DryRun);
        await using var session = await context.OpenSessionAsync(CallbackArguments.Read(context.Parse), cancellationToken).ConfigureAwait(false);
        var documents = new EnsuredDocument[needed.Entries.Count];
        await CreateAsync(session.Client, needed, isDryRun, documents, cancellationToken).ConfigureAwait(false);
        await DeclareAsync(session.Client, needed, isDryRun, documents, cancellationToken).ConfigureAwait(false);

        Write(context.Output, documents);
        var isReady = documents.All(static document => document.IsReady);
        context.Output.Document(
            new EnsureDocument { Simulator = session.IsSimulator, DryRun = isDryRun, Ready = isReady, Attributes = documents }, ConsoleJsonContext.Documents.EnsureDocument);
        return isReady || (isDryRun && documents.All(static document => document is { ConflictingType: null, State: not "missing" })) ? ExitCode.Done : ExitCode.NotAllDelivered;
    }

    private static async Task CreateAsync(IOptimoveAttributesClient client, NeededAttributes needed, bool isDryRun, EnsuredDocument[] documents, CancellationToken cancellationToken)
    {
        var wanted = needed.Entries.Where(static entry => entry.Source == AttributeSource.Api).ToList();
        EnsureAttributesReport report;
        try
        {
            report = await client.EnsureAttributesAsync([.. wanted.Select(static entry => entry.Definition)], isDryRun, cancellationToken).ConfigureAwait(false);
        }
        catch (OptimoveValidationException exception) when (exception is not AttributeCapExceededException)
        {
            var faults = new FaultList();
            foreach (var violation in exception.Violations)
            {
                // By the place in the file, not in what was handed to the client.
                faults.Add(Words.Invariant($"entry {wanted[(int)violation.Position!.Value].Position + 1}: {violation.Message[(violation.Message.IndexOf(' ', StringComparison.Ordinal) + 1)..]}"));
            }

            throw new InputException("FILE can't be right. Nothing was sent.", faults);
        }

        foreach (var (entry, (definition, _, position)) in report.Entries.Zip(wanted))
        {
            documents[position] = new EnsuredDocument
            {
                RealFieldName = definition.RealFieldName,
                Type = definition.Type.ToString(),
                State = JsonNamingPolicy.CamelCase.ConvertName(entry.State.ToString()),
                ConflictingType = entry.HasTypeConflict ? entry.ListedType?.ToString() : null,
                ErrorId = entry.Error?.ToString(),
                Message = entry.Message,
            };
        }
    }

    /// <summary>What comes from elsewhere is not created, so it has to be there.</summary>
    private static async Task DeclareAsync(IOptimoveAttributesClient client, NeededAttributes needed, bool isDryRun, EnsuredDocument[] documents, CancellationToken cancellationToken)
    {
        var declared = needed.Entries.Where(static entry => entry.Source != AttributeSource.Api).ToList();
        var catalog = declared.Count == 0 ? [] : await client.ListAttributesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (definition, source, position) in declared)
        {
            var listed = catalog.FirstOrDefault(entry => entry.RealFieldName.Equals(definition.RealFieldName, StringComparison.OrdinalIgnoreCase));
            if (listed is not null && !isDryRun)
            {
                await client.DeclareAsync(listed.RealFieldName, source, cancellationToken).ConfigureAwait(false);
            }

            documents[position] = new EnsuredDocument
            {
                RealFieldName = definition.RealFieldName,
                Type = definition.Type.ToString(),
                State = listed is null ? "missing" : isDryRun ? "wouldDeclare" : "declared",
                ConflictingType = listed?.Type is { Kind: not AttributeTypeKind.Unknown } type && type.Kind != definition.Type.Kind ? type.ToString() : null,
            };
        }
    }

    private static void Write(OutputChannel output, EnsuredDocument[] documents)
    {
        var table = new DataTable("RealFieldName", "Type", "State");
        foreach (var document in documents)
        {
            table.Row(document.RealFieldName, document.Type, Describe(document));
        }

        table.WriteTo(output.Human);
    }

    private static string Describe(EnsuredDocument document)
    {
        var state = document.State switch
        {
            "wouldCreate" => "would be created",
            "wouldDeclare" => "would be declared",
            "missing" => "missing: it is not created through the API, and not in the catalog",
            "rejected" => $"rejected: {document.Message ?? "no reason given"} (errorId {document.ErrorId})",
            "unconfirmed" => "sent, but not there after two minutes",
            var other => other,
        };
        return document.ConflictingType is null ? state : $"{state}, but as {document.ConflictingType}";
    }
}
