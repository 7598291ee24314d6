using System.Runtime.CompilerServices;
using System.Text;
using Sylvan.Data.Csv;

namespace Optimove.Attributes.Console;

/// <summary>A CSV file (RFC 4180, UTF-8 with or without a BOM) that can be read several times, each time as a stream.</summary>
internal sealed class CsvFile : IDisposable
{
    /// <summary>What bytes that are not UTF-8 become: no text may hold this noncharacter, so a cell with it is known to be damaged.</summary>
    public const char NotUtf8 = '\uFFFF';

    private const int MaxRecordLength = 4 * 1024 * 1024;

    // No UTF-8 text decodes to half of a surrogate pair, so no line begins with it: there are no comments here, and an id may begin with '#'.
    private const char NoComment = '\uDFFF';

    private static readonly Encoding Utf8 =
        Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(NotUtf8.ToString()));

    private readonly Stream _stream;
    private readonly SemaphoreSlim _pass = new(1);
    private readonly char _delimiter;

    public CsvFile(Stream stream, char? delimiter = null)
    {
        _stream = stream;
        _delimiter = delimiter ?? DetectDelimiter();
    }

    /// <exception cref="InputException">There is no such file, or it can't be read twice.</exception>
    public static CsvFile Open(string path, char? delimiter)
    {
        FileStream? stream = null;
        try
        {
            if (path.Length == 0)
            {
                throw new InputException("FILE is empty.");
            }

            if (Directory.Exists(path))
            {
                throw new InputException($"{path} is a directory; a CSV file is needed.");
            }

            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (!stream.CanSeek)
            {
                throw new InputException($"{path} can't be read twice: it is first checked and then sent. Save it as a file.");
            }

            if (IsUtf16(stream))
            {
                throw new InputException($"{path} is UTF-16. Save it as UTF-8.");
            }

            var file = new CsvFile(stream, delimiter);
            stream = null;
            return file;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"There is no file {path}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path} can't be read: {exception.Message}");
        }
        finally
        {
            stream?.Dispose();
        }
    }

    /// <summary>All records from the first, without blank lines. A pass waits until the one before it was left.</summary>
    /// <exception cref="InputException">The text is not CSV from some line on.</exception>
    public async IAsyncEnumerable<CsvRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _pass.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var end = new PassEnd(_pass);
        var line = 1L;
        _stream.Seek(0, SeekOrigin.Begin);
        using var text = new StreamReader(_stream, Utf8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
        await using var reader = await GuardAsync(() => CsvDataReader.CreateAsync(text, Options(), cancellationToken), line).ConfigureAwait(false);
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), line).ConfigureAwait(false))
        {
            var cells = new string[reader.RowFieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = reader.GetString(i);
            }

            var begin = line;
            line += CountLines(reader.GetRawRecordSpan());
            if (cells.Length > 1 || !string.IsNullOrWhiteSpace(cells[0]))
            {
                yield return new CsvRecord(begin, cells);
            }
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _pass.Dispose();
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> read, long line)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (CsvRecordTooLargeException)
        {
            throw NotCsv(line, $"this record is longer than {MaxRecordLength / (1024 * 1024)} Mi characters; is a closing quote missing?");
        }
        catch (CsvFormatException exception)
        {
            throw NotCsv(line, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The file can't be read on from line {line}: {exception.Message}")
            {
                Kind = "unreadable",
            };
        }
    }

    private static InputException NotCsv(long line, string fault)
    {
        var faults = new FaultList();
        faults.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {line}: {fault}"));
        return new InputException("The file is not CSV.", faults);
    }

    private static bool IsUtf16(FileStream stream)
    {
        Span<byte> mark = stackalloc byte[2];
        return stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) == mark.Length && mark is [0xFF, 0xFE] or [0xFE, 0xFF];
    }

    private static int CountLines(ReadOnlySpan<char> record)
    {
        var lines = 0;
        while (record.IndexOfAny('\r', '\n') is >= 0 and var end)
        {
            lines++;
            var isPair = record[end] == '\r' && end + 1 < record.Length && record[end + 1] == '\n';
            record = record[(end + (isPair ? 2 : 1))..];
        }

        return lines;
    }

    private CsvDataReaderOptions Options() => new()
    {
        HasHeaders = false,
        Delimiter = _delimiter,
        Comment = NoComment,
        BufferSize = 64 * 1024,
        MaxBufferSize = MaxRecordLength,
        OwnsReader = false,
    };

    private char DetectDelimiter()
    {
        _stream.Seek(0, SeekOrigin.Begin);
        using var text = new StreamReader(_stream, Utf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var start = new char[16 * 1024];
        return CsvDelimiter.Detect(start.AsSpan(0, text.ReadBlock(start)));
    }

    private readonly struct PassEnd(SemaphoreSlim pass) : IDisposable
    {
        public void Dispose() => pass.Release();
    }
}
