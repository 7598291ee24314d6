namespace Optimove.Attributes.Console.Tests;

internal sealed class SilentProgress : IImportProgress
{
    public void Checked(ImportScan scan)
    {
    }

    public void AttributeCreated(AttributeDefinition definition)
    {
    }

    public void Report(BulkProgress value)
    {
    }

    public void BatchEnded(BatchOutcome outcome)
    {
    }
}
