namespace Optimove.Attributes.Console;

/// <summary>Hears of every step of an import.</summary>
internal interface IImportProgress : IDeliveryProgress
{
    void Checked(ImportScan scan);

    void AttributeCreated(AttributeDefinition definition);
}
