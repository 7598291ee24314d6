namespace Optimove.Attributes.Client;

/// <summary>The kinds of attribute that the vendor documents.</summary>
/// <remarks>The server may name others: such a type reads as <see cref="Unknown"/> and keeps its text in <see cref="AttributeType.ToString"/>.</remarks>
public enum AttributeTypeKind
{
    /// <summary>A kind this version does not know, or none was given.</summary>
    Unknown = 0,

    /// <summary><c>INT</c>: a whole number of 32 bits.</summary>
    Int,

    /// <summary><c>BIGINT</c>: a whole number of 64 bits.</summary>
    BigInt,

    /// <summary><c>DECIMAL(19,4)</c>: 15 digits before the point and 4 after it.</summary>
    Decimal,

    /// <summary><c>DATE</c>: a day, without a time.</summary>
    Date,

    /// <summary><c>VARCHAR(X)</c>: text of at most X characters of the server's code page.</summary>
    VarChar,

    /// <summary><c>NVARCHAR(X)</c>: text of at most X characters of any script.</summary>
    NVarChar,
}
