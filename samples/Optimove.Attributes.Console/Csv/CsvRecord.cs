namespace Optimove.Attributes.Console;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">The line on which it begins, from 1; a quoted cell may span several lines.</param>
/// <param name="Cells">Its cells, as they are.</param>
internal sealed record CsvRecord(long Line, IReadOnlyList<string> Cells);
