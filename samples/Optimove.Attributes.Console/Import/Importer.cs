namespace Optimove.Attributes.Console;

/// <summary>Sends a file that was found to be right.</summary>
internal sealed class Importer(IOptimoveAttributesClient client, OptimoveAttributesOptions limits, TimeProvider clock)
{
    public async Task<ImportReport> RunAsync(
        CsvFile file, ImportRequest request, ImportScan scan, IImportProgress progress, CancellationToken cancellationToken)
    {
        var counts = new DeliveryCounts(scan.Values);
        var sender = new CallSender(client, counts, progress);
        var planner = new CallPlanner(limits.MaxCustomersPerCall, limits.MaxAttributesPerCustomer);
        var created = new List<AttributeDefinition>();
        try
        {
            if (request.Create)
            {
                await new CatalogCreator(client, clock).CreateMissingAsync(WorkOutDefinitions(scan), Accept, cancellationToken).ConfigureAwait(false);
            }

            await SendAsync(file, request, scan, planner, sender, cancellationToken).ConfigureAwait(false);
        }
        catch (OptimoveException exception)
        {
            sender.Note(created.Count == 0 ? Failure.From(exception) : Failure.From(exception).AfterSending());
        }
        catch (NotListedException exception)
        {
            sender.Note(new Failure(ExitCode.NotAllDelivered, "notListed", exception.Message)
            {
                Details = exception.RealFieldNames,
                DetailCount = exception.RealFieldNames.Count,
            });
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

        return new ImportReport { Scan = scan, Counts = counts, Replaced = planner.Replaced, Created = created, Failures = sender.Failures };

        void Accept(AttributeDefinition definition)
        {
            created.Add(definition);
            progress.AttributeAccepted(definition);
        }
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

        if (await FlushAsync().ConfigureAwait(false))
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
