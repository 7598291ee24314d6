namespace Optimove.Attributes.Client;

/// <summary>Adds outcomes up, in memory that does not grow with them.</summary>
internal sealed class BulkReportBuilder
{
    private const int MostProblems = 1000;
    private const int MostGroups = 1000;

    private readonly List<ValueOutcome> _problems = [];
    private readonly Dictionary<ProblemGroup, long> _groups = [];
    private DeliveryCounts _counts;
    private long _replaced;
    private int _calls;

    public void Add(BatchOutcome outcome)
    {
        _counts += outcome.Counts;
        _replaced += outcome.ReplacedCount;
        _calls += outcome.Calls;
        _problems.AddRange(outcome.Problems.Take(MostProblems - _problems.Count));
        foreach (var problem in outcome.Problems)
        {
            var group = new ProblemGroup
            {
                State = problem.State,
                RealFieldName = problem.RealFieldName,
                Error = problem.Error,
                StatusCode = problem.StatusCode,
                Reason = problem.Reason,
                NotSentReason = problem.NotSentReason,
            };
            group = _groups.Count < MostGroups || _groups.ContainsKey(group) ? group : new ProblemGroup { State = problem.State };
            _groups[group] = _groups.GetValueOrDefault(group) + problem.ValueCount;
        }
    }

    public BulkUpdateReport Build(BulkEngine engine) => new()
    {
        UpdatesRead = engine.UpdatesRead,
        InputPosition = engine.InputPosition,
        Counts = _counts,
        ReplacedCount = _replaced,
        Calls = _calls,
        Elapsed = engine.Elapsed,
        Problems = _problems,
        ProblemGroups = [.. _groups.OrderByDescending(static group => group.Value).Select(static group => group.Key with { ValueCount = group.Value })],
        EndedBy = engine.EndedBy,
    };
}
