namespace Optimove.Attributes.Client;

/// <summary>What became of the attributes that an application needs.</summary>
public sealed class EnsureAttributesReport
{
    /// <summary>Each of them, in the order of the input.</summary>
    public required IReadOnlyList<EnsureAttributesEntry> Entries { get; init; }

    /// <summary>Whether each is there, of the type that was asked for as far as that is known: values can be sent.</summary>
    public bool IsReady => Entries.All(static entry => entry is { State: EnsureState.Exists or EnsureState.Created, HasTypeConflict: false });
}
