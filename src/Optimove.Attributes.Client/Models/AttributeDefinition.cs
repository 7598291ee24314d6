namespace Optimove.Attributes.Client;

/// <summary>An attribute to create.</summary>
public sealed class AttributeDefinition
{
    /// <summary>Defines an attribute.</summary>
    /// <param name="realFieldName">Its name, compared by the vendor without regard to case. Not blank, at most 128 characters, without control characters or <c>;</c> (assumed).</param>
    /// <param name="type">One of the six types that can be created.</param>
    /// <exception cref="ArgumentNullException"><paramref name="realFieldName"/> is <see langword="null"/>.</exception>
    public AttributeDefinition(string realFieldName, AttributeType type)
    {
        ArgumentNullException.ThrowIfNull(realFieldName);
        RealFieldName = realFieldName;
        Type = type;
    }

    /// <summary>The name by which the API knows the attribute.</summary>
    public string RealFieldName { get; }

    /// <summary>The type.</summary>
    public AttributeType Type { get; }

    /// <summary>What every customer gets at first; <see langword="null"/>, the default, for nothing.</summary>
    public AttributeValue? DefaultValue { get; init; }

    /// <summary>
    /// Where the vendor POSTs what became of the attribute, up to a minute later; <see langword="null"/>, the default, for nowhere.
    /// An absolute http or https address. The vendor signs nothing, so keep a secret of yours in it.
    /// </summary>
    public Uri? CallbackUrl { get; init; }
}
