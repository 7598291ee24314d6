namespace Optimove.Attributes.Console;

/// <summary>Guards the pass that sends: a file that is not the one that was checked must not be sent, nor upset the counts.</summary>
internal sealed class SecondPass(ImportScan scan)
{
    private bool _isHeader = true;
    private long _values;

    /// <returns>Whether the record is a row; the first is the header.</returns>
    /// <exception cref="InputException">The record would not have passed the check.</exception>
    public bool Take(CsvRecord record)
    {
        if (_isHeader)
        {
            _isHeader = false;
            return false;
        }

        var faults = new FaultList();
        scan.Layout.Check(record, faults);
        return faults.Total == 0 ? true : throw Changed();
    }

    /// <exception cref="InputException">There are more values than were checked.</exception>
    public void CountValue()
    {
        if (++_values > scan.Values)
        {
            throw Changed();
        }
    }

    /// <exception cref="InputException">There were fewer values than were checked.</exception>
    public void End()
    {
        if (_values < scan.Values)
        {
            throw Changed();
        }
    }

    private static InputException Changed() => new("The file changed while it was imported. Import it again.") { Kind = "fileChanged" };
}
