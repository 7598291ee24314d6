namespace Optimove.Attributes.Client;

/// <summary>How long ago an attribute was last updated through the API.</summary>
public enum AttributeRecency
{
    /// <summary>Nothing tells.</summary>
    Unknown = 0,

    /// <summary>It never was.</summary>
    Never = 1,

    /// <summary>Longer ago than <see cref="OptimoveAttributesOptions.RecencyWindow"/>.</summary>
    Stale = 2,

    /// <summary>Within <see cref="OptimoveAttributesOptions.RecencyWindow"/>, its last moment included.</summary>
    Recent = 3,
}
