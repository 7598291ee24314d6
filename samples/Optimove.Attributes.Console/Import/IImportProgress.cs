namespace Optimove.Attributes.Console;

/// <summary>Hears of every step of an import.</summary>
internal interface IImportProgress : IDeliveryProgress
{
    void Checked(ImportScan scan);

    /// <param name="definition">The attribute.</param>
    /// <param name="isCreated">Whether it is there; else it was accepted.</param>
    void AttributeTaken(AttributeDefinition definition, bool isCreated);
}
