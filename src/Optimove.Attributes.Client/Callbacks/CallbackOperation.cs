namespace Optimove.Attributes.Client;

/// <summary>What a callback is the outcome of.</summary>
public enum CallbackOperation
{
    /// <summary>A call that creates an attribute.</summary>
    AddAttribute = 1,

    /// <summary>A call that gives values to customers.</summary>
    UpdateAttributes = 2,
}
