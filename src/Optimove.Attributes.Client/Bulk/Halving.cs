using System.Numerics;

namespace Optimove.Attributes.Client;

/// <summary>
/// Finds the rows for which a batch was refused: it is sent in halves, one after the other, until a half of one row is refused, or no more calls are to be spent. One bad row is always found. Of a batch that is too
/// large as a whole, each part that is taken renews the calls: no row of it need be bad.
/// </summary>
internal sealed class Halving(int rows)
{
    private readonly Stack<Batch> _waiting = new();
    private int _callsLeft = BudgetOf(rows);

    // The batch itself at first.
    private int _partsUnderWay = 1;

    /// <summary>Whether the server took any part.</summary>
    public bool IsAnyTaken { get; private set; }

    /// <summary>Whether a part was refused because it is too large.</summary>
    public bool IsForSize { get; set; }

    /// <summary>Whether nothing of it is left to be sent or answered, and the server took no part.</summary>
    public bool IsRefusedWhole => !IsAnyTaken && _partsUnderWay == 0 && _waiting.Count == 0;

    /// <summary>The server took a part.</summary>
    public void CountTaken()
    {
        IsAnyTaken = true;
        _callsLeft = IsForSize ? BudgetOf(rows) : _callsLeft;
    }

    /// <summary>Whether a part that is refused can be sent in halves.</summary>
    public bool MaySplit(Batch part) => part.Rows.Length > 1 && _callsLeft >= 2;

    /// <returns>Whether it is sent in halves; if not, it is refused as a whole.</returns>
    public bool TrySplit(Batch refused)
    {
        if (!MaySplit(refused))
        {
            return false;
        }

        _callsLeft -= 2;
        var (first, second) = refused.Split();
        _waiting.Push(second);
        _waiting.Push(first);
        return true;
    }

    /// <summary>A part was taken, given up, or split.</summary>
    public void EndPart() => _partsUnderWay--;

    /// <summary>The next part to send.</summary>
    public bool TryTakeNext(out Batch? next)
    {
        var isThere = _waiting.TryPop(out next);
        _partsUnderWay += isThere ? 1 : 0;
        return isThere;
    }

    // Two calls for each time that the rows can be halved.
    private static int BudgetOf(int rows) => 2 * BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)rows));
}
