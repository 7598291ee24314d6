namespace Optimove.Attributes.Console;

/// <summary>Counts all faults and keeps the first of them: a file with a million bad lines must fill neither the screen nor the memory.</summary>
internal sealed class FaultList
{
    public const int MostListed = 20;

    private readonly List<string> _listed = [];

    public IReadOnlyList<string> Listed => _listed;

    public long Total { get; private set; }

    public void Add(string fault)
    {
        Total++;
        if (_listed.Count < MostListed)
        {
            _listed.Add(fault);
        }
    }
}
