using System.Buffers;

namespace Optimove.Attributes.Client;

/// <summary>Bytes in segments from the shared pool, so that a body of any size leaves nothing for the garbage collector.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstSegmentSize = 64 * 1024;
    private const int SegmentSize = 256 * 1024;

    private readonly List<Segment> _segments = [];
    private int _free;

    public long Length { get; private set; }

    public void Advance(int count)
    {
        var last = _segments[^1];
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)_free, nameof(count));
        last.Extend(count);
        _free -= count;
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_free < Math.Max(1, sizeHint))
        {
            var segment = new Segment(ArrayPool<byte>.Shared.Rent(Math.Max(_segments.Count == 0 ? FirstSegmentSize : SegmentSize, sizeHint)), Length);
            if (_segments.Count > 0)
            {
                _segments[^1].Precede(segment);
            }

            _segments.Add(segment);
            _free = segment.Array.Length;
        }

        var last = _segments[^1];
        return last.Array.AsMemory(last.Array.Length - _free);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public async Task CopyToAsync(Stream stream, CancellationToken cancellationToken)
    {
        foreach (var segment in _segments)
        {
            await stream.WriteAsync(segment.Memory, cancellationToken).ConfigureAwait(false);
        }
    }

    public ReadOnlySequence<byte> AsSequence() =>
        _segments.Count == 0 ? ReadOnlySequence<byte>.Empty : new(_segments[0], 0, _segments[^1], _segments[^1].Memory.Length);

    public void Dispose()
    {
        foreach (var segment in _segments)
        {
            ArrayPool<byte>.Shared.Return(segment.Array);
        }

        _segments.Clear();
        _free = 0;
        Length = 0;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] array, long runningIndex)
        {
            Array = array;
            RunningIndex = runningIndex;
        }

        public byte[] Array { get; }

        public void Extend(int count) => Memory = Array.AsMemory(0, Memory.Length + count);

        public void Precede(Segment next) => Next = next;
    }
}
