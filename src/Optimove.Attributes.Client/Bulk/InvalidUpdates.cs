namespace Optimove.Attributes.Client;

/// <summary>The updates of the input that can't be right, until they are reported.</summary>
internal sealed class InvalidUpdates
{
    private readonly List<(CustomerUpdate Update, long Position)> _updates = [];
    private readonly List<Violation> _violations = [];

    public int Count => _violations.Count;

    public bool IsEmpty => _violations.Count == 0;

    public void Add(CustomerUpdate update, long position, IEnumerable<Violation> violations)
    {
        _updates.Add((update, position));
        _violations.AddRange(violations);
    }

    /// <summary>Something was <see langword="null"/> in place of an update.</summary>
    public void AddMissing(long position) => _violations.Add(UpdateValidator.Missing(position));

    public BatchOutcome Settle(InputPositions positions)
    {
        var outcome = UnsentUpdates.Settle(_updates, NotSentReason.Invalid, new OptimoveValidationException([.. _violations]), positions);
        _updates.Clear();
        _violations.Clear();
        return outcome;
    }
}
