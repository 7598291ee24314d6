namespace Optimove.Attributes.Client;

/// <summary>When permits were released, oldest first. Each has a number that stays the same while older ones leave.</summary>
internal sealed class ReleaseLog
{
    private long[] _ring = new long[64];

    public long Start { get; private set; }

    public long End { get; private set; }

    public long this[long number] => _ring[number & (_ring.Length - 1)];

    public void Add(long timestamp, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (End - Start == _ring.Length)
            {
                Grow();
            }

            _ring[End++ & (_ring.Length - 1)] = timestamp;
        }
    }

    public void RemoveBefore(long number) => Start = number;

    private void Grow()
    {
        var larger = new long[_ring.Length * 2];
        for (var number = Start; number < End; number++)
        {
            larger[number & (larger.Length - 1)] = this[number];
        }

        _ring = larger;
    }
}
