namespace Optimove.Attributes.Client;

/// <summary>How much of the input is settled: each update is here with the number of its values that are not, from the oldest such one on.</summary>
internal sealed class InputPositions
{
    private int[] _open = new int[4096];

    /// <summary>Every update before this one is settled.</summary>
    public long Settled { get; private set; }

    /// <summary>How many updates were taken in.</summary>
    public long Count { get; private set; }

    /// <returns>The position of an update with so many values.</returns>
    public long Add(int values)
    {
        if (Count - Settled == _open.Length)
        {
            Grow();
        }

        var position = Count++;
        At(position) = values;
        if (values == 0)
        {
            Advance();
        }

        return position;
    }

    public void Settle(long position, int values)
    {
        At(position) -= values;
        if (position == Settled)
        {
            Advance();
        }
    }

    private void Advance()
    {
        while (Settled < Count && At(Settled) == 0)
        {
            Settled++;
        }
    }

    private ref int At(long position) => ref _open[position & (_open.Length - 1)];

    private void Grow()
    {
        var old = _open;
        _open = new int[old.Length * 2];
        for (var position = Settled; position < Count; position++)
        {
            At(position) = old[position & (old.Length - 1)];
        }
    }
}
