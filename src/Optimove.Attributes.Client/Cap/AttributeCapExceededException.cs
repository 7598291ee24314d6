using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>The API may not create that many attributes. Nothing was sent.</summary>
/// <remarks>Update attributes that exist, or have the limit raised by your CSM at the vendor and set <see cref="OptimoveAttributesOptions.MaxApiAttributes"/>. The vendor documents no call that deletes one.</remarks>
public sealed class AttributeCapExceededException : OptimoveValidationException
{
    /// <summary>Reports what would pass the cap.</summary>
    /// <param name="usage">What is used.</param>
    /// <param name="requested">The attributes that were to be created and are not there.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public AttributeCapExceededException(CapUsage usage, IReadOnlyList<string> requested)
        : base(Describe(usage, requested))
    {
        Usage = usage;
        Requested = requested;
    }

    /// <summary>What is used, which, and how sure that is.</summary>
    public CapUsage Usage { get; }

    /// <summary>The attributes that were to be created and are not there.</summary>
    public IReadOnlyList<string> Requested { get; }

    private static Violation[] Describe(CapUsage usage, IReadOnlyList<string> requested)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(requested);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{requested.Count} {(requested.Count == 1 ? "attribute" : "attributes")} can't be created ({List(requested)}): of the {usage.Limit} that the API may create, {usage.Left} are left. "
            + $"Created: {List(usage.Created)}. On their way: {List(usage.OnTheirWay)}.{string.Concat(FindNotKnown(usage).Select(static sentence => " " + sentence))} "
            + $"Update attributes that exist, or have the limit raised by your CSM at the vendor and set {nameof(OptimoveAttributesOptions.MaxApiAttributes)}.");
        return [new Violation(message, realFieldName: requested.Count == 1 ? requested[0] : null)];
    }

    private static IEnumerable<string> FindNotKnown(CapUsage usage)
    {
        if (usage.Uncertainty.HasFlag(CapUncertainty.ReachedEarly))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{usage.UnknownCount} more are used by what the server said; their names are not known.");
        }

        if (usage.Uncertainty.HasFlag(CapUncertainty.OtherApplications))
        {
            yield return "Not known: what other applications created through the API.";
        }

        if (usage.Uncertainty.HasFlag(CapUncertainty.LedgerInMemory))
        {
            yield return "Not known: what was created before this process started, or in another one, for the ledger is in memory.";
        }

        if (usage.Uncertainty.HasFlag(CapUncertainty.CatalogNotRead))
        {
            yield return "The catalog could not be read.";
        }
    }

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Select(ValueText.Printable));
}
