using System.Globalization;

namespace Optimove.Attributes.Client.Tests.Models;

public sealed class ProfileEntryTests
{
    [Theory]
    [InlineData("nl-NL")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Readers_InAnyCulture_ReadTheSame(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(0m, Entry("Decimal", "0.0000").AsDecimal());
            Assert.Equal(1234.5m, Entry("Decimal", "1234.5000").AsDecimal());
            Assert.Equal(-7, Entry("Int", "-7").AsInt32());
            Assert.Equal(new DateOnly(2022, 10, 21), Entry("Date", "10/21/2022 00:00:00").AsDate());
            Assert.Equal(new DateOnly(2022, 1, 2), Entry("Date", "01/02/2022 00:00:00").AsDate());
            Assert.Null(Entry("Date", "01/01/1900 00:00:00").AsDate());
            Assert.Equal("1234.5", ((AttributeValue)1234.5m).ToString());
            Assert.Equal("2022-10-21", ((AttributeValue)new DateOnly(2022, 10, 21)).ToString());
            Assert.Equal("-9223372036854775808", ((AttributeValue)long.MinValue).ToString());
            Assert.True(Entry("Decimal", "1234.5000").Matches(1234.5m));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("2022-10-21")]
    [InlineData("10/21/2022")]
    [InlineData("10/21/2022 23:59:59")]
    [InlineData("2022-10-21 00:00:00")]
    [InlineData("2022-10-21T00:00:00")]
    [InlineData("2022-10-21T23:30:00.123Z")]
    [InlineData("2022-10-21T00:30:00+14:00")]
    [InlineData("2022-10-21T23:30:00-11:00")]
    public void AsDate_EveryForm_IsTheDayAsItIsWritten(string value) => Assert.Equal(new DateOnly(2022, 10, 21), Entry("Date", value).AsDate());

    [Fact]
    public void Readers_WithoutAValue_GiveNull()
    {
        var entry = Entry("Int", null);

        Assert.Null(entry.AsInt32());
        Assert.Null(entry.AsInt64());
        Assert.Null(entry.AsDecimal());
        Assert.Null(entry.AsDate());
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("")]
    [InlineData("1,5")]
    [InlineData("21/10/2022 00:00:00")]
    [InlineData("1e400")]
    public void Readers_OfWhatIsNone_ThrowWithoutTheValue(string value)
    {
        var entry = Entry("Int", value);

        foreach (var read in new Action[] { () => entry.AsInt32(), () => entry.AsInt64(), () => entry.AsDecimal(), () => entry.AsDate() })
        {
            var exception = Assert.Throws<FormatException>(read);
            Assert.Contains("FIELD", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AsInt_BeyondItsRange_Throws()
    {
        Assert.Equal(2147483648L, Entry("Bigint", "2147483648").AsInt64());
        Assert.Equal(17, Entry("Decimal", "17.0000").AsInt32());
        Assert.Throws<FormatException>(() => Entry("Bigint", "2147483648").AsInt32());
        Assert.Throws<FormatException>(() => Entry("Bigint", "9223372036854775808").AsInt64());
        Assert.Throws<FormatException>(() => Entry("Decimal", "17.5").AsInt32());
    }

    public static TheoryData<string, string?, AttributeValue, bool> Matching() => new()
    {
        { "Date", "10/21/2022 00:00:00", new DateOnly(2022, 10, 21), true },
        { "Date", "10/21/2022 00:00:00", "2022-10-21", true },
        { "Date", "10/21/2022 00:00:00", new DateOnly(2022, 10, 22), false },
        { "Date", "01/01/1900 00:00:00", AttributeValue.Clear, true },
        { "Date", "01/01/1900 00:00:00", new DateOnly(2022, 10, 21), false },
        { "Decimal", "1.5000", 1.5m, true },
        { "Decimal", "1.5000", "1.5", true },
        { "Decimal", "0.0000", 0, true },
        { "Decimal", "0.0000", AttributeValue.Clear, false },
        { "Int", "17", 17, true },
        { "Int", "17", 18, false },
        { "Nvarchar", "Gold", "gold", true },
        { "Nvarchar", "007", "7", false },
        { "Nvarchar", "007", "007", true },
        { "Nvarchar", "17", 17, true },
        { "Nvarchar", "false", "FALSE", true },
        { "Nvarchar", null, AttributeValue.Clear, true },
        { "Nvarchar", null, "", false },
        { "Nvarchar", "", AttributeValue.Clear, false },
        { "Nvarchar", "2022-10-21", new DateOnly(2022, 10, 21), true },
    };

    [Theory]
    [MemberData(nameof(Matching))]
    public void Matches_ComparesByType(string type, string? value, AttributeValue sent, bool expected) =>
        Assert.Equal(expected, Entry(type, value).Matches(sent));

    private static ProfileEntry Entry(string type, string? value) => new("FIELD", null, AttributeType.Read(type), value);
}
