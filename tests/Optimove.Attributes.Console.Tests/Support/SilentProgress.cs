namespace Optimove.Attributes.Console.Tests;

internal sealed class SilentProgress : IImportProgress
{
    public void Checked(ImportScan scan)
    {
    }

    public void AttributeCreated(AttributeDefinition definition)
    {
    }

    public void CallEnded(long number, PlannedCall call, CallOutcome outcome)
    {
    }
}
