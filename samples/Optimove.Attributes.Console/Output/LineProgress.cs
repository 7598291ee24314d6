namespace Optimove.Attributes.Console;

/// <summary>One plain line for each step.</summary>
internal sealed class LineProgress(OutputChannel output) : IImportProgress
{
    public void Checked(ImportScan scan) =>
        output.Line($"Checked: {Words.Count(scan.Rows, "row")}, {Words.Count(scan.Customers, "customer")}, {Words.Count(scan.Values, "value")}.");

    public void AttributeAccepted(AttributeDefinition definition) =>
        output.Line($"Attribute {definition.RealFieldName}, {definition.Type}: accepted.");

    public void CallEnded(long number, PlannedCall call, CallOutcome outcome) =>
        output.Line(Words.Invariant(
            $"Call {number:N0}: {Words.Count(call.Updates.Count, "customer")}, {Words.Count(call.Values, "value")}: {StateWords.Of(outcome.State)}."));
}
