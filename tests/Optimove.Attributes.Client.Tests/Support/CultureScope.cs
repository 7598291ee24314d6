using System.Globalization;

namespace Optimove.Attributes.Client.Tests.Support;

/// <summary>Makes a culture the current one for a while.</summary>
internal sealed class CultureScope : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;
    private readonly CultureInfo _beforeUi = CultureInfo.CurrentUICulture;

    public CultureScope(string name)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture;
    }

    /// <summary>Decimal commas, a dotless i, a minus sign of its own, and calendars in which this is another year.</summary>
    public static TheoryData<string> All => ["nl-NL", "de-DE", "tr-TR", "ar-SA", "fa-IR", "sv-SE", "th-TH", ""];

    public void Dispose()
    {
        CultureInfo.CurrentCulture = _before;
        CultureInfo.CurrentUICulture = _beforeUi;
    }
}
