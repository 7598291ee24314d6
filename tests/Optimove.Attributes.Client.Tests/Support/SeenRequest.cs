using System.Text;

namespace Optimove.Attributes.Client.Tests.Support;

/// <summary>A request as it came: the target of its request line, its header lines, its body.</summary>
internal sealed record SeenRequest(string Method, string Target, IReadOnlyList<string> HeaderLines, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The values of all header lines of a name, as they stand.</summary>
    public IReadOnlyList<string> Header(string name) =>
        [.. HeaderLines.Select(line => line.Split(": ", 2)).Where(parts => parts[0].Equals(name, StringComparison.OrdinalIgnoreCase)).Select(parts => parts[1])];
}
