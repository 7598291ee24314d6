namespace Optimove.Attributes.Console;

/// <summary>One plain line for each step.</summary>
internal sealed class LineProgress(OutputChannel output) : IImportProgress
{
    public void Checked(ImportScan scan) =>
        output.Line($"Checked: {Words.Count(scan.Rows, "row")}, {Words.Count(scan.Customers, "customer")}, {Words.Count(scan.Values, "value")}.");

    public void AttributeCreated(AttributeDefinition definition) => output.Line($"Attribute {definition.RealFieldName}, {definition.Type}: created.");

    public void CallEnded(long number, PlannedCall call, CallOutcome outcome) =>
        output.Line(Words.Invariant(
            $"Call {number:N0}: {Words.Count(call.Updates.Count, "customer")}, {Words.Count(call.Values, "value")}: {Describe(outcome)}."));

    private static string Describe(CallOutcome outcome) => outcome.Problems.Count == 0
        ? StateWords.Of(outcome.State)
        : string.Join(", ", outcome.Problems.CountBy(static problem => problem.State).Select(static pair => Words.Invariant($"{pair.Value:N0} {StateWords.Of(pair.Key)}")));
}
