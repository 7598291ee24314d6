using System.Globalization;
using System.Text;

namespace Optimove.Attributes.Console.Tests;

/// <summary>A file of the shape of a public telco customer file: an id, 20 columns, some blank cells.</summary>
internal static class TelcoCsv
{
    public const int ColumnCount = 20;

    public static string[][] CreateRows(int customers)
    {
        var rows = new string[customers][];
        for (var i = 0; i < customers; i++)
        {
            rows[i] = new string[ColumnCount + 1];
            rows[i][0] = string.Create(CultureInfo.InvariantCulture, $"{i:D4}-ÄB{i % 7}");
            for (var column = 1; column <= ColumnCount; column++)
            {
                rows[i][column] = (column % 5, (i + column) % 3) switch
                {
                    (0, _) => string.Create(CultureInfo.InvariantCulture, $"{(i * column) % 9000 / 100m:0.00}"),
                    (1, 0) => "Fiber optic, fast",
                    (1, _) => "No \"phone\" service",
                    (2, _) => (i % 73).ToString(CultureInfo.InvariantCulture),
                    (3, 0) => i % 10 == 0 ? " " : "2026-02-28",
                    (3, _) => "2026-11-01",
                    _ => string.Create(CultureInfo.InvariantCulture, $"00{i}"),
                };
            }
        }

        return rows;
    }

    public static string Write(string[][] rows)
    {
        var csv = new StringBuilder("customerID");
        for (var column = 1; column <= ColumnCount; column++)
        {
            csv.Append(CultureInfo.InvariantCulture, $",Column{column}");
        }

        foreach (var row in rows)
        {
            csv.Append("\r\n").AppendJoin(',', row.Select(static cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        }

        return csv.ToString();
    }
}
