using Spectre.Console;

namespace Optimove.Attributes.Console;

/// <summary>A bar that grows with every call.</summary>
internal sealed class BarProgress(ProgressTask bar) : IImportProgress
{
    public void Checked(ImportScan scan) => bar.MaxValue = Math.Max(1, scan.Values);

    public void AttributeCreated(AttributeDefinition definition) => bar.Description = "Creating attributes";

    public void CallEnded(long number, PlannedCall call, CallOutcome outcome)
    {
        bar.Description = "Sending values";
        bar.Increment(call.Values);
    }
}
