namespace Optimove.Attributes.Console;

/// <summary>Counts different texts in bounded memory: exact up to a million of them, and from then on each new row counts as a new one.</summary>
internal sealed class DistinctCount
{
    private const int MostRemembered = 1_000_000;

    private readonly HashSet<ulong> _seen = [];
    private long _beyond;

    public long Count => _seen.Count + _beyond;

    public void Add(string text)
    {
        var fingerprint = Fingerprint(text);
        if (_seen.Count < MostRemembered)
        {
            _seen.Add(fingerprint);
        }
        else if (!_seen.Contains(fingerprint))
        {
            _beyond++;
        }
    }

    // FNV-1a: with 64 bits, two of a million texts share a fingerprint once in some forty million files.
    private static ulong Fingerprint(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return hash;
    }
}
