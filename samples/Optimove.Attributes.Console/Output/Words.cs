using System.Globalization;

namespace Optimove.Attributes.Console;

/// <summary>Numbers in sentences, the same on every machine.</summary>
internal static class Words
{
    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static string Count(long number, string noun) => Invariant($"{number:N0} {noun}{(number == 1 ? string.Empty : "s")}");
}
