namespace Optimove.Attributes.Console;

/// <summary>Attributes were accepted, but the catalog does not list them in time.</summary>
internal sealed class NotListedException(IReadOnlyList<string> realFieldNames)
    : Exception("The server accepted these attributes but does not list them after two minutes. No value was sent; look with list, and import again.")
{
    public IReadOnlyList<string> RealFieldNames { get; } = realFieldNames;
}
