using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Optimove.Attributes.Client;

/// <summary>
/// A JSON body that is written once, into pooled memory, and can be sent any number of times: its length is known, and a retry sends the same bytes.
/// </summary>
internal sealed class PooledJsonContent : HttpContent
{
    // Letters of every script go out as they are, half as long; what HTML or a script reads stays escaped, for firewalls on the way.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    private readonly PooledBuffer _buffer = new();

    // One for the request that owns the content, one for each send under way: over HTTP/2 a response may end, and the request be
    // disposed, while its body is still being read. The last one gives the memory back.
    private int _references = 1;
    private bool _disposed;

    private PooledJsonContent(object body)
    {
        Body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>What the body was written from.</summary>
    public object Body { get; }

    public static PooledJsonContent Create(object body, JsonTypeInfo typeInfo)
    {
        var content = new PooledJsonContent(body);
        try
        {
            using var writer = new Utf8JsonWriter(content._buffer, WriterOptions);
            JsonSerializer.Serialize(writer, body, typeInfo);
        }
        catch
        {
            content.Dispose();
            throw;
        }

        return content;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            await _buffer.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _buffer.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            Leave();
        }

        base.Dispose(disposing);
    }

    private void Enter()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _references);
            ObjectDisposedException.ThrowIf(seen == 0, this);
        }
        while (Interlocked.CompareExchange(ref _references, seen + 1, seen) != seen);
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            _buffer.Dispose();
        }
    }
}
