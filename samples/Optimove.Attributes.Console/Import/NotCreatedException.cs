namespace Optimove.Attributes.Console;

/// <summary>Attributes that values were to go to are not there. No value was sent.</summary>
/// <param name="kind">What kind of failure it is, for scripts.</param>
/// <param name="message">What happened.</param>
/// <param name="details">Each attribute, and why.</param>
internal sealed class NotCreatedException(string kind, string message, IReadOnlyList<string> details) : Exception(message)
{
    public string Kind { get; } = kind;

    public IReadOnlyList<string> Details { get; } = details;

    /// <exception cref="NotCreatedException">Something was refused, or is not there.</exception>
    public static void ThrowIfAny(EnsureAttributesReport report)
    {
        var refused = report.Entries.Where(static entry => entry.State == EnsureState.Rejected)
            .Select(static entry => $"{entry.Definition.RealFieldName}: {entry.Message ?? "no reason given"} (errorId {entry.Error})").ToList();
        var missing = report.Entries.Where(static entry => entry.State == EnsureState.Unconfirmed).Select(static entry => entry.Definition.RealFieldName).ToList();
        if (refused.Count > 0)
        {
            throw new NotCreatedException(
                "notCreated", "The server did not create these attributes. No value was sent.", [.. refused, .. missing.Select(static name => $"{name}: not there after two minutes")]);
        }

        if (missing.Count > 0)
        {
            throw new NotCreatedException("notListed", "The server does not list these attributes after two minutes. No value was sent; look with list, and try again.", missing);
        }
    }
}
