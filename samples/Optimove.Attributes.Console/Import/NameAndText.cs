namespace Optimove.Attributes.Console;

/// <summary>Splits <c>NAME=TEXT</c> at the first <c>=</c>; the text may be empty and may hold more of them.</summary>
internal static class NameAndText
{
    public static bool TryParse(string argument, out string name, out string text)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        name = at < 0 ? argument : argument[..at];
        text = at < 0 ? string.Empty : argument[(at + 1)..];
        return at > 0;
    }
}
