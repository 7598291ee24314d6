namespace Optimove.Attributes.Client.Tests.Internal;

public sealed class PooledJsonContentTests
{
    private const string Json = """{"Name":"A","Type":"INT"}""";

    [Fact]
    public async Task Content_SentTwice_IsTheSame()
    {
        using var content = Create();

        Assert.Equal(Json, await CopyAsync(content));
        Assert.Equal(Json, await CopyAsync(content));
        Assert.Equal(Json.Length, content.Headers.ContentLength);
        Assert.Equal("application/json", content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Content_DisposedWhileItIsBeingSent_IsSentWhole()
    {
        var content = Create();
        using var target = new StalledStream();
        var copy = content.CopyToAsync(target);
        await target.Entered;

        content.Dispose();
        content.Dispose();
        var other = PooledJsonContent.Create(new AddCustomerAttributeRequest { Name = "OVERWRITTEN?", Type = "BIGINT" }, WireJsonContext.Default.AddCustomerAttributeRequest);
        target.Release();
        await copy;

        Assert.Equal(Json, target.Text);
        other.Dispose();
    }

    [Fact]
    public async Task Content_Disposed_CannotBeSent()
    {
        var content = Create();
        content.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => content.CopyToAsync(Stream.Null));
    }

    [Fact]
    public void Buffer_AnySizes_KeepsEveryByteInOrder()
    {
        using var buffer = new PooledBuffer();
        var random = new Random(7);
        var expected = new List<byte>();
        foreach (var size in new[] { 1, 65_535, 65_536, 200_000, 3, 64, 131_072 })
        {
            var bytes = new byte[size];
            random.NextBytes(bytes);
            bytes.CopyTo(buffer.GetMemory(size));
            buffer.Advance(size);
            expected.AddRange(bytes);
        }

        Assert.Equal(expected.Count, buffer.Length);
        Assert.Equal(expected, System.Buffers.BuffersExtensions.ToArray(buffer.AsSequence()));
    }

    private static PooledJsonContent Create() =>
        PooledJsonContent.Create(new AddCustomerAttributeRequest { Name = "A", Type = "INT" }, WireJsonContext.Default.AddCustomerAttributeRequest);

    private static async Task<string> CopyAsync(PooledJsonContent content)
    {
        using var target = new MemoryStream();
        await content.CopyToAsync(target);
        return System.Text.Encoding.UTF8.GetString(target.ToArray());
    }

    /// <summary>Takes what is written only when it is let go.</summary>
    private sealed class StalledStream : MemoryStream
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public string Text => System.Text.Encoding.UTF8.GetString(ToArray());

        public void Release() => _released.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _entered.TrySetResult();
            await _released.Task;
            Write(buffer.Span);
        }
    }
}
