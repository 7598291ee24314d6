namespace Optimove.Attributes.Client;

internal enum AttributeValueKind : byte
{
    /// <summary>A <see langword="default"/> value: nobody chose it, so it is refused.</summary>
    None = 0,
    Clear,
    Text,
    Integer,
    Decimal,
    Date,
}
