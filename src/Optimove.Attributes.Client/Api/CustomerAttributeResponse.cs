namespace Optimove.Attributes.Client;

/// <summary>One attribute of a customer. Fields read in any letter case; a number or a boolean where text was seen is read as its text.</summary>
public sealed class CustomerAttributeResponse
{
    /// <summary>The name by which the API knows the attribute.</summary>
    public string? RealFieldName { get; set; }

    /// <summary>The name that people see.</summary>
    public string? Alias { get; set; }

    /// <summary>The type, usually without a length.</summary>
    public string? FieldType { get; set; }

    /// <summary>The value.</summary>
    public string? Value { get; set; }
}
