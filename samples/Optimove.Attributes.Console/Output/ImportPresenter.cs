using Spectre.Console;

namespace Optimove.Attributes.Console;

/// <summary>Shows an import: a bar where someone watches, lines elsewhere, and what became of the values at the end.</summary>
internal static class ImportPresenter
{
    public static async Task<ImportReport> RunAsync(OutputChannel output, ImportScan scan, Func<IImportProgress, Task<ImportReport>> import)
    {
        var lines = new LineProgress(output);
        lines.Checked(scan);
        var report = output.IsInteractive
            ? await output.Human.Progress().StartAsync(context => WithBarAsync(context, scan, import)).ConfigureAwait(false)
            : await import(lines).ConfigureAwait(false);
        if (output.IsInteractive)
        {
            WriteCreated(output, report.Created);
        }

        DeliverySummary.Write(output, report.Delivery);
        if (report.Delivery.Replaced > 0)
        {
            output.Line($"{Words.Count(report.Delivery.Replaced, "value")} gave way to a newer one of the same customer and attribute before the call left, and count as it does.");
        }

        return report;
    }

    private static Task<ImportReport> WithBarAsync(ProgressContext context, ImportScan scan, Func<IImportProgress, Task<ImportReport>> import)
    {
        var progress = new BarProgress(context.AddTask("Looking at the catalog"));
        progress.Checked(scan);
        return import(progress);
    }

    private static void WriteCreated(OutputChannel output, IReadOnlyList<AttributeDefinition> created)
    {
        if (created.Count == 0)
        {
            return;
        }

        var table = new DataTable("Created attribute", "Type");
        foreach (var definition in created)
        {
            table.Row(definition.RealFieldName, definition.Type.ToString());
        }

        table.WriteTo(output.Human);
    }
}
