using System.Buffers;
using System.Text;

namespace Optimove.Attributes.Console;

/// <summary>The values that the server refused, as CSV: the customer, the attribute, the value and the code. There is no file where none was.</summary>
internal sealed class RejectsFile(string path, string idColumn) : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n;\t");

    private StreamWriter? _writer;

    /// <exception cref="InputException">No file can be written there.</exception>
    public static RejectsFile Open(string path, string idColumn)
    {
        try
        {
            // Whether it can be written shows now, not after the values were sent.
            var isThere = File.Exists(path);
            File.Open(path, FileMode.Append).Dispose();
            if (!isThere)
            {
                File.Delete(path);
            }

            return new RejectsFile(path, idColumn);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"--rejects does not name a file that can be written: {exception.Message}");
        }
    }

    public void Add(PlannedCall call, CallOutcome outcome)
    {
        if (outcome.State == DeliveryState.Rejected)
        {
            var code = Words.Invariant($"HTTP {outcome.Failure?.StatusCode}");
            foreach (var update in call.Updates)
            {
                foreach (var (name, value) in update.Attributes)
                {
                    Write(update.CustomerId, name, value, code);
                }
            }
        }

        foreach (var problem in outcome.Problems)
        {
            if (problem.Error is { } error)
            {
                Write(problem.CustomerId, problem.RealFieldName, call.Updates[problem.Position][problem.RealFieldName], error.ToString());
            }
        }
    }

    public void Dispose() => _writer?.Dispose();

    private static string Quote(string text) => text.AsSpan().ContainsAny(Special) || text != text.Trim() ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private void Write(string customerId, string realFieldName, AttributeValue value, string code)
    {
        if (_writer is null)
        {
            _writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            Line(idColumn, "RealFieldName", "Value", "Code");
        }

        Line(customerId, realFieldName, value == AttributeValue.Clear ? string.Empty : value.ToString(), code);
    }

    private void Line(params IEnumerable<string> cells) => _writer!.WriteLine(string.Join(',', cells.Select(Quote)));
}
