namespace Optimove.Attributes.Console.Tests;

internal sealed class SilentProgress : IImportProgress
{
    public void Checked(ImportScan scan)
    {
    }

    public void AttributeTaken(AttributeDefinition definition, bool isCreated)
    {
    }

    public void CallEnded(long number, PlannedCall call, CallOutcome outcome)
    {
    }
}
