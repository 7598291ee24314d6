namespace Optimove.Attributes.Console;

/// <summary>Attributes that values were to go to are not there. No value was sent.</summary>
/// <param name="kind">What kind of failure it is, for scripts.</param>
/// <param name="message">What happened.</param>
/// <param name="details">Each attribute, and why.</param>
internal sealed class NotCreatedException(string kind, string message, IReadOnlyList<string> details) : Exception(message)
{
    public string Kind { get; } = kind;

    public IReadOnlyList<string> Details { get; } = details;

    public static NotCreatedException NotListed(IReadOnlyList<string> realFieldNames) =>
        new("notListed", "The server accepted these attributes but does not list them after two minutes. No value was sent; look with list, and try again.", realFieldNames);

    public static NotCreatedException Refused(IReadOnlyList<string> details) =>
        new("notCreated", "The server did not create these attributes. No value was sent.", details);
}
