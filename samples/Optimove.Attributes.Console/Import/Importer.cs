namespace Optimove.Attributes.Console;

/// <summary>Sends a file that was found to be right.</summary>
internal sealed class Importer(IOptimoveAttributesClient client, OptimoveAttributesOptions options, RejectsFile? rejects = null)
{
    public async Task<ImportReport> RunAsync(
        CsvFile file, ImportRequest request, ImportScan scan, IImportProgress progress, CancellationToken cancellationToken)
    {
        var counts = new DeliveryCounts(scan.Values);
        var isConfirmed = options.Callbacks.PublicAddress is not null;
        var sender = new CallSender(client, isConfirmed, counts, progress, rejects);
        var planner = new CallPlanner(options.MaxCustomersPerCall, options.MaxAttributesPerCustomer);
        var created = new List<AttributeDefinition>();
        try
        {
            if (request.Create)
            {
                await CreateMissingAsync(scan, created, progress, cancellationToken).ConfigureAwait(false);
            }

            await SendAsync(file, request, scan, planner, sender, cancellationToken).ConfigureAwait(false);
        }
        catch (OptimoveException exception)
        {
            sender.Note(created.Count == 0 ? Failure.From(exception) : Failure.From(exception).AfterSending());
        }
        catch (NotCreatedException exception)
        {
            sender.Note(Failure.From(exception));
        }
        catch (InputException exception)
        {
            // A file that the first pass found right may be another one now, and part of it may have been sent.
            var failure = Failure.From(exception);
            sender.Note(created.Count + counts.Calls == 0 ? failure : failure.AfterSending());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            sender.Note(Failure.Cancelled());
        }

        await sender.EndAsync().ConfigureAwait(false);
        sender.NoteProblems();
        return new ImportReport { Scan = scan, Counts = counts, Replaced = planner.Replaced, Created = created, Failures = sender.Failures };
    }

    /// <exception cref="NotCreatedException">Something was refused, or is not there in time.</exception>
    private async Task CreateMissingAsync(ImportScan scan, List<AttributeDefinition> created, IImportProgress progress, CancellationToken cancellationToken)
    {
        var report = await client.EnsureAttributesAsync([.. WorkOutDefinitions(scan)], cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var entry in report.Entries.Where(static entry => entry.State == EnsureState.Created))
        {
            created.Add(entry.Definition);
            progress.AttributeCreated(entry.Definition);
        }

        NotCreatedException.ThrowIfAny(report);
    }

    private static IEnumerable<AttributeDefinition> WorkOutDefinitions(ImportScan scan)
    {
        foreach (var column in scan.Layout.Columns)
        {
            if (scan.TypeOf(column) is { } type)
            {
                yield return new AttributeDefinition(column.RealFieldName, type);
            }
        }
    }

    private static async Task SendAsync(
        CsvFile file, ImportRequest request, ImportScan scan, CallPlanner planner, CallSender sender, CancellationToken cancellationToken)
    {
        var pass = new SecondPass(scan);
        await foreach (var record in file.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!pass.Take(record))
            {
                continue;
            }

            var customerId = scan.Layout.CustomerIdOf(record);
            if (planner.IsFullFor(customerId) && !await FlushAsync().ConfigureAwait(false))
            {
                return;
            }

            foreach (var (column, value) in scan.Layout.ValuesOf(record, request.ClearBlanks))
            {
                pass.CountValue();
                planner.Put(customerId, column.RealFieldName, value);
            }
        }

        if (await FlushAsync().ConfigureAwait(false) && await sender.EndAsync().ConfigureAwait(false))
        {
            pass.End();
        }

        async Task<bool> FlushAsync()
        {
            foreach (var call in planner.Flush())
            {
                if (!await sender.SendAsync(call, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
