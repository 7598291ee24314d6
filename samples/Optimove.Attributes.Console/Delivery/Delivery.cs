namespace Optimove.Attributes.Console;

/// <summary>What became of the values of an input, added up while they are sent, and what went wrong.</summary>
/// <param name="values">How many values the input has.</param>
internal sealed class Delivery(long values)
{
    private readonly List<Failure> _failures = [];
    private DeliveryCounts _counts;

    /// <summary>The five states, which add up to the input: what was never reached is not sent.</summary>
    public DeliveryCounts Counts => _counts with { NotSent = values - (_counts.Total - _counts.NotSent) };

    /// <summary>Update calls that were made, without their retries.</summary>
    public long Calls { get; private set; }

    /// <summary>How many values gave way to a newer one of the same customer and attribute before they left; each shares the fate of the newer one.</summary>
    public long Replaced { get; private set; }

    /// <summary>How many values the outcomes of calls refused, by their codes.</summary>
    public SortedDictionary<string, long> RejectedByCode { get; } = new(StringComparer.Ordinal);

    /// <summary>What went wrong, in order and each once; at most as many as are worth reading, but at least one of each kind.</summary>
    public IReadOnlyList<Failure> Failures => _failures;

    public int ExitCode => Failure.WorstExitCode(_failures);

    /// <summary>Whether anything left this program.</summary>
    public bool HasSent => Calls > 0;

    public void Add(BatchOutcome outcome)
    {
        _counts += outcome.Counts;
        Calls += outcome.Calls;
        Replaced += outcome.ReplacedCount;
        foreach (var problem in outcome.Problems)
        {
            if (problem.Error is { } error)
            {
                RejectedByCode[error.ToString()] = RejectedByCode.GetValueOrDefault(error.ToString()) + problem.ValueCount;
            }
        }

        if (outcome.Exception is OptimoveException exception)
        {
            Note(Failure.From(exception));
        }
    }

    /// <summary>Notes why the sending ended early.</summary>
    public void Note(OptimoveException exception, CancellationToken cancellationToken)
    {
        Note(Failure.From(exception));
        if (cancellationToken.IsCancellationRequested)
        {
            // What it ended for had come before the request.
            Note(Failure.Cancelled());
        }
    }

    public void Note(Failure failure)
    {
        var isKnown = _failures.Exists(known => known.Kind == failure.Kind && known.Message == failure.Message);
        if (!isKnown && (_failures.Count < FaultList.MostListed || !_failures.Exists(known => known.Kind == failure.Kind)))
        {
            _failures.Add(HasSent ? failure.AfterSending() : failure);
        }
    }

    /// <summary>Says what the outcomes refused or left open, once all is sent.</summary>
    public void End()
    {
        if (RejectedByCode.Count > 0)
        {
            var codes = string.Join(", ", RejectedByCode.Select(static pair => Words.Invariant($"{pair.Key} {pair.Value:N0}")));
            Note(new Failure(Console.ExitCode.NotAllDelivered, "rejected", $"The server refused {Words.Count(RejectedByCode.Values.Sum(), "value")}: {codes}."));
        }

        if (_counts.Unconfirmed > 0 && _failures.Count == 0)
        {
            Note(new Failure(Console.ExitCode.NotAllDelivered, "unconfirmed", $"No outcome came for {Words.Count(_counts.Unconfirmed, "value")}."));
        }
    }
}
