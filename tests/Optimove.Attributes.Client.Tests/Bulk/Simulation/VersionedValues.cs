using System.Globalization;

namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>Values of all kinds that tell the place of their update in the input, on the wire too.</summary>
internal sealed class VersionedValues
{
    private const long AboveInt32 = 5_000_000_000;
    private static readonly DateOnly FirstDay = new(2000, 1, 1);
    private readonly Dictionary<(string Customer, string Name), int> _cleared = [];

    /// <param name="kind">Which kind, from 0 to 5.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="name">The attribute, in any letter case.</param>
    /// <param name="version">The place of the update.</param>
    public AttributeValue Create(int kind, string customer, string name, int version) => kind switch
    {
        0 => version,
        1 => AboveInt32 + version,
        2 => version + 0.25m,
        3 => FirstDay.AddDays(version),

        // What takes a value away says nothing of its place: there is one for each customer and attribute.
        4 when _cleared.TryAdd((customer, name.ToUpperInvariant()), version) => AttributeValue.Clear,
        _ => string.Create(CultureInfo.InvariantCulture, $"\"{version}\""),
    };

    /// <returns>The place of the update that a value on the wire is from.</returns>
    public long Read(string customer, string name, string? text) => text switch
    {
        null => _cleared[(customer, name.ToUpperInvariant())],
        ['"', .. var digits, '"'] => long.Parse(digits, CultureInfo.InvariantCulture),
        _ when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.DayNumber - FirstDay.DayNumber,
        _ when text.EndsWith(".25", StringComparison.Ordinal) => long.Parse(text[..^3], CultureInfo.InvariantCulture),
        _ => long.Parse(text, CultureInfo.InvariantCulture) % AboveInt32,
    };
}
