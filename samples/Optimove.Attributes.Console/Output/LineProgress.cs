namespace Optimove.Attributes.Console;

/// <summary>One plain line for each step.</summary>
internal sealed class LineProgress(OutputChannel output) : IImportProgress
{
    private int _batches;
    private bool _isUnavailable;

    public void Checked(ImportScan scan) =>
        output.Line($"Checked: {Words.Count(scan.Rows, "row")}, {Words.Count(scan.Customers, "customer")}, {Words.Count(scan.Values, "value")}.");

    public void AttributeCreated(AttributeDefinition definition) => output.Line($"Attribute {definition.RealFieldName}, {definition.Type}: created.");

    public void Report(BulkProgress value)
    {
        if (_isUnavailable != value.IsServerUnavailable)
        {
            _isUnavailable = value.IsServerUnavailable;
            output.Note(_isUnavailable ? "The server is down, or takes no calls now. Waiting for it." : "The server is back.");
        }
    }

    public void BatchEnded(BatchOutcome outcome) =>
        output.Line(Words.Invariant($"Batch {++_batches:N0}: {Words.Count(outcome.CustomerCount, "customer")}, {Words.Count(outcome.Counts.Total, "value")}: {Describe(outcome.Counts)}."));

    private static string Describe(DeliveryCounts counts)
    {
        var states = Enum.GetValues<DeliveryState>().Where(state => counts[state] > 0).ToList();
        return states is [var only] ? StateWords.Of(only) : string.Join(", ", states.Select(state => Words.Invariant($"{counts[state]:N0} {StateWords.Of(state)}")));
    }
}
