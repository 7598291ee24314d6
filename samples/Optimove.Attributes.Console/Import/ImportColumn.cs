namespace Optimove.Attributes.Console;

/// <summary>A column whose cells go to an attribute.</summary>
internal sealed class ImportColumn(int index, string header, string realFieldName)
{
    /// <summary>Its place in a record, from 0.</summary>
    public int Index { get; } = index;

    public string Header { get; } = header;

    public string RealFieldName { get; } = realFieldName;
}
