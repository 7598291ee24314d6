namespace Optimove.Attributes.Console;

/// <summary>What the first pass over a file found: everything that can be known before something is sent.</summary>
internal sealed class ImportScan
{
    private readonly Dictionary<ImportColumn, ColumnTypeGuess> _guesses;

    private ImportScan(ImportLayout layout)
    {
        Layout = layout;
        _guesses = layout.Columns.ToDictionary(static column => column, static _ => new ColumnTypeGuess());
    }

    public ImportLayout Layout { get; }

    public long Rows { get; private set; }

    /// <summary>How many different customers get a value.</summary>
    public long Customers { get; private set; }

    public long Values { get; private set; }

    /// <summary>The column's type as its cells suggest it; <see langword="null"/> where all of them are blank.</summary>
    public AttributeType? TypeOf(ImportColumn column) => _guesses[column].Type;

    /// <exception cref="InputException">Something is wrong with the file; all of it is named.</exception>
    public static async Task<ImportScan> ReadAsync(CsvFile file, ImportRequest request, CancellationToken cancellationToken)
    {
        var faults = new FaultList();
        var customers = new DistinctCount();
        ImportScan? scan = null;
        await foreach (var record in file.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (scan is null)
            {
                scan = new ImportScan(ImportLayout.Read(record, request, faults));
                continue;
            }

            scan.Layout.Check(record, faults);
            if (faults.Total == 0)
            {
                scan.Observe(record, request, customers);
            }
        }

        if (scan is null)
        {
            throw new InputException("The file is empty; its first line is to name the columns.");
        }

        if (faults.Total > 0)
        {
            throw new InputException("The file can't be imported.", faults);
        }

        scan.Customers = customers.Count;
        return scan;
    }

    private void Observe(CsvRecord record, ImportRequest request, DistinctCount customers)
    {
        Rows++;
        var before = Values;
        foreach (var (column, value) in Layout.ValuesOf(record, request.ClearBlanks))
        {
            Values++;
            if (value != AttributeValue.Clear)
            {
                _guesses[column].Observe(record.Cells[column.Index]);
            }
        }

        if (Values > before)
        {
            customers.Add(Layout.CustomerIdOf(record));
        }
    }
}
