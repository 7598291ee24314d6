using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Optimove.Attributes.Console;

/// <summary>What a command says: tables on stdout for people, or one JSON document there for scripts; notes and errors go to stderr.</summary>
internal sealed class OutputChannel
{
    // Nothing is cut or wrapped where a file or another program reads.
    private const int WidthOfRedirected = 100_000;

    private readonly TextWriter _stdout;
    private readonly TextWriter _stderr;

    public OutputChannel(TextWriter stdout, TextWriter stderr, bool isJson)
    {
        _stdout = stdout;
        _stderr = stderr;
        IsJson = isJson;
        Human = CreateConsole(isJson ? TextWriter.Null : stdout);
    }

    public bool IsJson { get; }

    /// <summary>Where people read; nowhere with --json.</summary>
    public IAnsiConsole Human { get; }

    public bool IsInteractive => Human.Profile.Capabilities.Interactive;

    public void Line(string text = "") => Human.WriteLine(Printable.From(text));

    /// <summary>Writes the document, with --json alone.</summary>
    public void Document<T>(T document, JsonTypeInfo<T> type)
    {
        if (IsJson)
        {
            _stdout.WriteLine(JsonSerializer.Serialize(document, type));
        }
    }

    public void Note(string text) => _stderr.WriteLine(Printable.From(text));

    public void Error(Failure failure)
    {
        Note($"error: {failure.Message}");
        foreach (var detail in failure.Details)
        {
            Note($"  {detail}");
        }

        if (failure.DetailCount > failure.Details.Count)
        {
            Note(Words.Invariant($"  and {failure.DetailCount - failure.Details.Count:N0} more, {failure.DetailCount:N0} in all"));
        }
    }

    private static IAnsiConsole CreateConsole(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        var detect = output.IsTerminal;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = detect ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = detect ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = detect ? InteractionSupport.Detect : InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = detect },
            Out = output,
        });
        if (!detect)
        {
            console.Profile.Width = WidthOfRedirected;
        }

        return console;
    }
}
