using System.Globalization;

namespace Optimove.Attributes.Console;

/// <summary>Which cell of a record is what.</summary>
internal sealed class ImportLayout
{
    private readonly int _fieldCount;
    private readonly int _idIndex;
    private readonly string _idColumn;

    private ImportLayout(int fieldCount, int idIndex, string idColumn, IReadOnlyList<ImportColumn> columns)
    {
        _fieldCount = fieldCount;
        _idIndex = idIndex;
        _idColumn = idColumn;
        Columns = columns;
    }

    public IReadOnlyList<ImportColumn> Columns { get; }

    /// <summary>Reads the header; what is wrong with it goes to <paramref name="faults"/>.</summary>
    public static ImportLayout Read(CsvRecord header, ImportRequest request, FaultList faults)
    {
        var idIndex = FindIdColumn(header, request, faults);
        var names = ReadMaps(header, request, faults);
        var columns = header.Cells
            .Select((cell, index) => new ImportColumn(index, cell, names.GetValueOrDefault(cell, cell)))
            .Where(column => column.Index != idIndex)
            .ToList();
        if (columns.Count == 0)
        {
            faults.Add($"line {header.Line}: there is no column besides the id, so there is nothing to send");
        }

        foreach (var column in columns)
        {
            if (FieldNames.FindFault(column.RealFieldName) is { } fault)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"line {header.Line}, column {column.Index + 1}: the RealFieldName {fault}"));
            }
        }

        foreach (var same in columns.Where(static column => !string.IsNullOrWhiteSpace(column.RealFieldName)).GroupBy(static column => column.RealFieldName, StringComparer.OrdinalIgnoreCase).Where(static group => group.Skip(1).Any()))
        {
            var places = string.Join(", ", same.Select(static column => (column.Index + 1).ToString(CultureInfo.InvariantCulture)));
            faults.Add($"line {header.Line}: the columns {places} all go to {same.Key} (RealFieldNames compare without regard to case)");
        }

        return new ImportLayout(header.Cells.Count, idIndex, request.IdColumn, columns);
    }

    /// <summary>Checks one record. Customers are named by line, because their ids are personal data.</summary>
    public void Check(CsvRecord record, FaultList faults)
    {
        if (record.Cells.Count != _fieldCount)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"line {record.Line}: {record.Cells.Count} cells, but the header has {_fieldCount}"));
            return;
        }

        if (_idIndex >= 0 && FieldNames.FindFaultInCustomerId(record.Cells[_idIndex]) is { } fault)
        {
            faults.Add($"line {record.Line}, column {_idColumn}: the id {fault}");
        }

        foreach (var column in Columns)
        {
            if (record.Cells[column.Index].Contains(CsvFile.NotUtf8, StringComparison.Ordinal))
            {
                faults.Add($"line {record.Line}, column {column.Header}: the cell holds bytes that are not UTF-8");
            }
        }
    }

    public string CustomerIdOf(CsvRecord record) => record.Cells[_idIndex];

    /// <summary>The record's values; a blank cell is left out or clears.</summary>
    public IEnumerable<(ImportColumn Column, AttributeValue Value)> ValuesOf(CsvRecord record, bool clearBlanks)
    {
        foreach (var column in Columns)
        {
            var cell = record.Cells[column.Index];
            if (!string.IsNullOrWhiteSpace(cell))
            {
                yield return (column, cell);
            }
            else if (clearBlanks)
            {
                yield return (column, AttributeValue.Clear);
            }
        }
    }

    private static int FindIdColumn(CsvRecord header, ImportRequest request, FaultList faults)
    {
        var places = Enumerable.Range(0, header.Cells.Count).Where(index => header.Cells[index] == request.IdColumn).ToList();
        if (places.Count == 1)
        {
            return places[0];
        }

        faults.Add(places.Count == 0
            ? $"line {header.Line}: there is no column {request.IdColumn} for the ids; the header has {string.Join(", ", header.Cells.Take(FaultList.MostListed).Select(Shorten))}"
            : $"line {header.Line}: {places.Count} columns are named {request.IdColumn}, so which one holds the ids is not clear");
        return -1;
    }

    // A file without a header has somebody's data where the names are looked for.
    private static string Shorten(string cell) => cell.Length <= 40 ? cell : cell[..40] + "...";

    private static Dictionary<string, string> ReadMaps(CsvRecord header, ImportRequest request, FaultList faults)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var map in request.Maps)
        {
            if (!NameAndText.TryParse(map, out var column, out var name))
            {
                faults.Add($"--map {map}: COLUMN=REALFIELDNAME is needed");
            }
            else if (column == request.IdColumn)
            {
                faults.Add($"--map {map}: {column} is the column of the ids, which is not an attribute");
            }
            else if (!header.Cells.Contains(column))
            {
                faults.Add($"--map {map}: there is no column {column}");
            }
            else if (!names.TryAdd(column, name))
            {
                faults.Add($"--map {map}: {column} is mapped already");
            }
        }

        return names;
    }
}
