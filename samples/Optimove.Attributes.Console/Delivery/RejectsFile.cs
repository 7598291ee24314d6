using System.Buffers;
using System.Text;

namespace Optimove.Attributes.Console;

/// <summary>The values that the server refused, as CSV: the customer, the attribute, the value and the code. Where none was, no file is made, and one that is there is left with its header alone.</summary>
internal sealed class RejectsFile
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n;\t");

    private readonly List<(long Position, string CustomerId, string RealFieldName, string Code)> _rejected = [];
    private readonly string _path;
    private readonly string _idColumn;

    private RejectsFile(string path, string idColumn) => (_path, _idColumn) = (path, idColumn);

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

    public void Add(BatchOutcome outcome)
    {
        foreach (var problem in outcome.Problems)
        {
            if (problem.State == DeliveryState.Rejected)
            {
                _rejected.Add((problem.Position, problem.CustomerId, problem.RealFieldName, problem.Error?.ToString() ?? Words.Invariant($"HTTP {(int)problem.StatusCode!}")));
            }
        }
    }

    /// <summary>Writes what was refused, in the order of the input.</summary>
    /// <param name="updates">The input once more: values are not remembered while they are sent.</param>
    /// <exception cref="InputException">The input can't be read again. The values that it did not give are blank.</exception>
    public async Task WriteAsync(IAsyncEnumerable<CustomerUpdate> updates)
    {
        // What an earlier run left there would pass for that of this one.
        if (_rejected.Count == 0 && !File.Exists(_path))
        {
            return;
        }

        await using var writer = new StreamWriter(_path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        WriteLine(writer, _idColumn, "RealFieldName", "Value", "Code");
        var next = 0;
        _rejected.Sort(static (one, other) => one.Position.CompareTo(other.Position));
        try
        {
            var position = 0L;
            await foreach (var update in updates.ConfigureAwait(false))
            {
                if (next == _rejected.Count)
                {
                    break;
                }

                var end = next;
                while (end < _rejected.Count && _rejected[end].Position == position)
                {
                    end++;
                }

                // Those of one row stand in the order of its columns, whichever calls they were in.
                foreach (var rejected in _rejected[next..end].OrderBy(rejected => IndexOf(update, rejected.RealFieldName)))
                {
                    var index = IndexOf(update, rejected.RealFieldName);
                    WriteRejected(writer, rejected, index < 0 ? default : update.Attributes[index].Value);
                }

                next = end;

                position++;
            }
        }
        finally
        {
            for (; next < _rejected.Count; next++)
            {
                WriteRejected(writer, _rejected[next], default);
            }
        }
    }

    private static string Quote(string text) => text.AsSpan().ContainsAny(Special) || text != text.Trim() ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static void WriteLine(StreamWriter writer, params IEnumerable<string> cells) => writer.WriteLine(string.Join(',', cells.Select(Quote)));

    private static int IndexOf(CustomerUpdate update, string realFieldName)
    {
        for (var index = 0; index < update.Attributes.Count; index++)
        {
            if (update.Attributes[index].Key.Equals(realFieldName, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }

    private static void WriteRejected(StreamWriter writer, (long Position, string CustomerId, string RealFieldName, string Code) rejected, AttributeValue value) =>
        WriteLine(writer, rejected.CustomerId, rejected.RealFieldName, value == default || value == AttributeValue.Clear ? string.Empty : value.ToString(), rejected.Code);
}
