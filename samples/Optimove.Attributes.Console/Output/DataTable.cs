using Spectre.Console;

namespace Optimove.Attributes.Console;

/// <summary>A table of data, which is never read as markup.</summary>
internal sealed class DataTable
{
    private readonly Table _table = new Table().Border(TableBorder.Simple);

    public DataTable(params IEnumerable<string> headers)
    {
        foreach (var header in headers)
        {
            _table.AddColumn(new TableColumn(new Text(header)));
        }
    }

    public DataTable Row(params IEnumerable<string?> cells)
    {
        _table.AddRow(cells.Select(static cell => new Text(Printable.From(cell ?? string.Empty))));
        return this;
    }

    /// <summary>A row whose first cell has a colour, where the output shows any.</summary>
    public DataTable Row(Color colour, params IEnumerable<string?> cells)
    {
        _table.AddRow(cells.Select((cell, column) => new Text(Printable.From(cell ?? string.Empty), column == 0 ? new Style(colour) : Style.Plain)));
        return this;
    }

    public void WriteTo(IAnsiConsole console) => console.Write(_table);
}
