namespace Optimove.Attributes.Console;

/// <summary>What the user gave can't be right; nothing was sent.</summary>
internal sealed class InputException : Exception
{
    public InputException(string message)
        : this(message, [], 0)
    {
    }

    public InputException(string message, FaultList faults)
        : this(message, faults.Listed, faults.Total)
    {
    }

    private InputException(string message, IReadOnlyList<string> faults, long total)
        : base(message)
    {
        Faults = faults;
        Total = total;
    }

    /// <summary>What kind of fault it is, for scripts.</summary>
    public string Kind { get; init; } = "input";

    /// <summary>The first of the faults, each with its place.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>How many faults there are, listed or not.</summary>
    public long Total { get; }
}
