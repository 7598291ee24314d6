namespace Optimove.Attributes.Client;

/// <summary>How much is known to be used of the attributes that the API may create.</summary>
public sealed record CapUsage
{
    /// <summary>How many the API may create: <see cref="OptimoveAttributesOptions.MaxApiAttributes"/>.</summary>
    public required int Limit { get; init; }

    /// <summary>The attributes known to have been created through the API, by the catalog or the ledger, in alphabetical order.</summary>
    public IReadOnlyList<string> Created { get; init; } = [];

    /// <summary>The attributes that are being created, or may be: sent, and neither confirmed nor refused yet, in alphabetical order. They count as used.</summary>
    public IReadOnlyList<string> OnTheirWay { get; init; } = [];

    /// <summary>How many more are used, of which nobody here knows the names: learned when the server said that the limit is reached.</summary>
    public int UnknownCount { get; init; }

    /// <summary>Why more may be used than is counted here.</summary>
    public CapUncertainty Uncertainty { get; init; }

    /// <summary>How many count as used, those on their way included.</summary>
    public int Used => Created.Count + OnTheirWay.Count + UnknownCount;

    /// <summary>How many may still be created.</summary>
    public int Left => Math.Max(0, Limit - Used);
}
