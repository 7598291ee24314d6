namespace Optimove.Attributes.Client.Tests.Validation;

/// <summary>Half a pair doesn't survive as a test's argument, neither in an attribute nor in a list of cases: hence the data at run time.</summary>
public sealed class CheckTests
{
    private const string Blank = "is blank";
    private const string Control = "holds a control character";
    private const string Half = "holds half of a surrogate pair";

    public static TheoryData<string, string?> Names => new()
    {
        { "VIP_LEVEL", null },
        { "x", null },
        { "VIP level, (100%) / \"Zoë\" 😀", null },
        { new string('N', 128), null },
        { new string('N', 129), "is 129 characters long, more than 128" },
        { new string('N', 1_234_567), "is 1,234,567 characters long, more than 128" },
        { "", Blank },
        { " ", Blank },
        { "\u00A0\t\u2003", Blank },
        { "A\0", Control },
        { "A\n", Control },
        { "A\u007F", Control },
        { "A\u0085B", Control },
        { "A;B", "holds a ';'" },
        { ";", "holds a ';'" },
        { "A\uD83D", Half },
        { "\uD83DA", Half },
        { "\uDE00", Half },
        { "\uDE00\uD83D", Half },
        { "😀\uD83D", Half },
        { "\uD83D😀", Half },
    };

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void RealFieldName_Any_FindsWhatCannotBeRight(string name, string? expected)
    {
        foreach (var culture in new[] { "nl-NL", "fa-IR", "" })
        {
            using var scope = new Support.CultureScope(culture);

            Assert.Equal(expected, Check.RealFieldName(name));
        }
    }

    public static TheoryData<string, string?> Ids => new()
    {
        { "0192837821", null },
        { "a/b?c#d%2E e", null },
        { "שלום 😀", null },
        { "...", null },
        { ".a", null },
        { "%2E%2E", null },
        { new string('i', 100_000), null },
        { "", Blank },
        { " \t ", Blank },
        { ".", "is '.' or '..', which a path can't carry" },
        { "..", "is '.' or '..', which a path can't carry" },
        { "4\n2", Control },
        { "42\0", Control },
        { "42\uD83D", Half },
        { "\uDE0042", Half },
    };

    [Theory]
    [MemberData(nameof(Ids), DisableDiscoveryEnumeration = true)]
    public void CustomerId_Any_FindsWhatCannotBeRight(string id, string? expected) => Assert.Equal(expected, Check.CustomerId(id));

    [Fact]
    public void Text_Any_FindsHalvesOfPairsAlone()
    {
        Assert.Null(Check.Text(""));
        Assert.Null(Check.Text("a\nb;\0"));
        Assert.Null(Check.Text("😀😀"));
        Assert.Equal(Half, Check.Text("😀\uDE00"));
        Assert.Equal(Half, Check.Text("\uD83D"));
        Assert.Equal(Half, Check.Text("a\uD83Db"));
    }
}
