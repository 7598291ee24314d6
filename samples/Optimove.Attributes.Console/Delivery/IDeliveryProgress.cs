namespace Optimove.Attributes.Console;

/// <summary>Hears how far a delivery is, and of every batch as it ends.</summary>
internal interface IDeliveryProgress : IProgress<BulkProgress>
{
    void BatchEnded(BatchOutcome outcome);
}
