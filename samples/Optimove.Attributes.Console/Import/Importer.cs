using System.Runtime.CompilerServices;

namespace Optimove.Attributes.Console;

/// <summary>Sends a file that was found to be right.</summary>
internal sealed class Importer(IOptimoveAttributesClient client, RejectsFile? rejects = null)
{
    public async Task<ImportReport> RunAsync(
        CsvFile file, ImportRequest request, ImportScan scan, IImportProgress progress, CancellationToken cancellationToken)
    {
        var delivery = new Delivery(scan.Values);
        var created = new List<AttributeDefinition>();
        try
        {
            if (request.Create)
            {
                await CreateMissingAsync(scan, created, progress, cancellationToken).ConfigureAwait(false);
            }
            else if (scan.Values > 0)
            {
                // Sending is patient with a server that is down; a wrong address or key is to show at once.
                await client.ListAttributesAsync(cancellationToken).ConfigureAwait(false);
            }

            var bulk = new BulkUpdater(client, new BulkUpdateOptions { ExpectedUpdates = scan.Rows });
            await foreach (var outcome in bulk.SendAsync(ReadAsync(file, request, scan, CancellationToken.None), progress, cancellationToken).ConfigureAwait(false))
            {
                delivery.Add(outcome);
                rejects?.Add(outcome);
                progress.BatchEnded(outcome);
            }
        }
        catch (OptimoveException exception)
        {
            delivery.Note(exception, cancellationToken);
        }
        catch (NotCreatedException exception)
        {
            delivery.Note(Failure.From(exception));
        }
        catch (InputException exception)
        {
            // A file that the first pass found right may be another one now.
            delivery.Note(created.Count == 0 ? Failure.From(exception) : Failure.From(exception).AfterSending());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            delivery.Note(Failure.Cancelled());
        }

        await WriteRejectsAsync(file, request, scan, delivery).ConfigureAwait(false);
        delivery.End();
        return new ImportReport { Scan = scan, Delivery = delivery, Created = created };
    }

    /// <summary>The rows as updates, the blank ones included, so that the position of an update is that of its row.</summary>
    /// <exception cref="InputException">The file is not the one that was checked.</exception>
    private static async IAsyncEnumerable<CustomerUpdate> ReadAsync(CsvFile file, ImportRequest request, ImportScan scan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pass = new SecondPass(scan);
        await foreach (var record in file.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (pass.Take(record))
            {
                var update = new CustomerUpdate(scan.Layout.CustomerIdOf(record));
                foreach (var (column, value) in scan.Layout.ValuesOf(record, request.ClearBlanks))
                {
                    pass.CountValue();
                    update[column.RealFieldName] = value;
                }

                yield return update;
            }
        }

        pass.End();
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

    private async Task WriteRejectsAsync(CsvFile file, ImportRequest request, ImportScan scan, Delivery delivery)
    {
        try
        {
            // Where nothing left this program, what an earlier run wrote still holds.
            if (rejects is not null && delivery.HasSent)
            {
                await rejects.WriteAsync(ReadAsync(file, request, scan, CancellationToken.None)).ConfigureAwait(false);
            }
        }
        catch (InputException exception)
        {
            delivery.Note(Failure.From(exception));
        }
        catch (IOException exception)
        {
            delivery.Note(new Failure(ExitCode.NotAllDelivered, "rejectsFile", $"The file of --rejects could not be written: {exception.Message}"));
        }
    }
}
