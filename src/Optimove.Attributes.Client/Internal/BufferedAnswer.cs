using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Optimove.Attributes.Client;

/// <summary>An answer's body, read to its end within the attempt, so that a connection that breaks in the middle of it is tried again.</summary>
internal sealed class BufferedAnswer : HttpContent
{
    private const int MostPeeked = 256;

    private readonly PooledBuffer _buffer;
    private bool _disposed;

    private BufferedAnswer(PooledBuffer buffer, HttpContent original)
    {
        _buffer = buffer;
        Headers.ContentType = original.Headers.ContentType;
    }

    /// <summary>Whether an earlier attempt of the same call may have been taken too.</summary>
    public bool IsAfterLostAttempt { get; set; }

    /// <summary>The body, without a byte order mark.</summary>
    public ReadOnlySequence<byte> Body
    {
        get
        {
            var body = _buffer.AsSequence();
            Span<byte> mark = stackalloc byte[3];
            if (body.Length >= mark.Length)
            {
                body.Slice(0, mark.Length).CopyTo(mark);
                return mark.SequenceEqual(Encoding.UTF8.Preamble) ? body.Slice(mark.Length) : body;
            }

            return body;
        }
    }

    /// <summary>The first byte that is not white space; 0 where there is none near the beginning.</summary>
    public byte FirstByte
    {
        get
        {
            var body = Body;
            Span<byte> start = stackalloc byte[(int)Math.Min(MostPeeked, body.Length)];
            body.Slice(0, start.Length).CopyTo(start);
            var trimmed = start.TrimStart(" \t\r\n"u8);
            return trimmed.IsEmpty ? (byte)0 : trimmed[0];
        }
    }

    public bool IsHtml => FirstByte == '<' || string.Equals(Headers.ContentType?.MediaType, "text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a body.</summary>
    /// <exception cref="OptimoveTransportException">It is longer than allowed.</exception>
    public static async Task<BufferedAnswer> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content is BufferedAnswer answer)
        {
            return answer;
        }

        var buffer = new PooledBuffer();
        try
        {
            if (content.Headers.ContentLength > maxBytes)
            {
                throw TooLong(maxBytes);
            }

            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (await stream.ReadAsync(buffer.GetMemory(), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                buffer.Advance(read);
                if (buffer.Length > maxBytes)
                {
                    throw TooLong(maxBytes);
                }
            }

            var whole = new BufferedAnswer(buffer, content);
            content.Dispose();
            return whole;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>The beginning of the body as text.</summary>
    public string ReadText(int mostBytes)
    {
        var body = Body;
        return Encoding.UTF8.GetString(body.Slice(0, Math.Min(body.Length, mostBytes)));
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _buffer.CopyToAsync(stream, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        // Refit makes null of a body of length 0, without asking the serializer, which knows what an empty body means for each call.
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _buffer.Dispose();
        }

        base.Dispose(disposing);
    }

    private static OptimoveTransportException TooLong(int maxBytes) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"The answer is longer than {maxBytes:N0} bytes ({nameof(OptimoveAttributesOptions.MaxResponseBytes)}); it was not read to its end."));
}
