using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Optimove.Attributes.Client.Benchmarks.Server;

/// <summary>The baseline: what a patient programmer writes by hand, without checks, retries, limits or errors.</summary>
internal sealed class RawCalls : IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private readonly Uri _address;
    private readonly Stack<(ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)> _buffers = new();

    public RawCalls(Uri server)
    {
        _address = new Uri(server, "Customers/UpdateCustomerAttributes");
        _http.DefaultRequestHeaders.Add("X-API-KEY", "key");
    }

    public Task SendAsync(IReadOnlyList<RawCustomer> customers) => SendAsync(customers, static (writer, customers) =>
    {
        foreach (var customer in customers)
        {
            writer.WriteStartObject();
            writer.WriteString("CustomerID"u8, customer.Id);
            writer.WriteStartArray("Attributes"u8);
            foreach (var (name, value) in customer.Attributes)
            {
                Write(writer, name, value);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    });

    public Task SendAsync(IReadOnlyList<CustomerUpdate> updates) => SendAsync(updates, static (writer, updates) =>
    {
        foreach (var update in updates)
        {
            writer.WriteStartObject();
            writer.WriteString("CustomerID"u8, update.CustomerId);
            writer.WriteStartArray("Attributes"u8);
            var attributes = update.Attributes;
            for (var i = 0; i < attributes.Count; i++)
            {
                Write(writer, attributes[i].Key, attributes[i].Value.ToString());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    });

    private static void Write(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("RealFieldName"u8, name);
        writer.WriteString("Value"u8, value);
        writer.WriteEndObject();
    }

    private async Task SendAsync<T>(T customers, Action<Utf8JsonWriter, T> write)
    {
        var (buffer, writer) = Rent();
        writer.WriteStartObject();
        writer.WriteStartArray("CustomerNewAttributesValuesList"u8);
        write(writer, customers);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ReadOnlyMemoryContent(buffer.WrittenMemory) };
        request.Content.Headers.ContentType = Json;
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        lock (_buffers)
        {
            _buffers.Push((buffer, writer));
        }
    }

    public void Dispose() => _http.Dispose();

    private (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Rent()
    {
        lock (_buffers)
        {
            if (_buffers.TryPop(out var rented))
            {
                rented.Buffer.ResetWrittenCount();
                rented.Writer.Reset();
                return rented;
            }
        }

        var buffer = new ArrayBufferWriter<byte>(1024 * 1024);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }
}
