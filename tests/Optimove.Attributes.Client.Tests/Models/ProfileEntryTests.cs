using System.Globalization;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Models;

public sealed class ProfileEntryTests
{
    [Theory]
    [InlineData("10/21/2022 00:00:00", "2022-10-21")]
    [InlineData("01/02/2023 23:59:59", "2023-01-02")]
    [InlineData("1/2/2023 1:02:03", "2023-01-02")]
    [InlineData("10/21/2022", "2022-10-21")]
    [InlineData("2022-10-21", "2022-10-21")]
    [InlineData("2022-10-21 00:00:00", "2022-10-21")]
    [InlineData("2022-10-21 00:00:00.000", "2022-10-21")]
    [InlineData("2022-10-21 23:30:00.1234567+05:30", "2022-10-21")]
    [InlineData("2022-10-21T00:00:00", "2022-10-21")]
    [InlineData("2022-10-21T00:00:00.1", "2022-10-21")]
    [InlineData("2022-10-21T23:59:59.9999999Z", "2022-10-21")]
    [InlineData("2022-10-21T00:00:00+14:00", "2022-10-21")]
    [InlineData("2022-10-21T23:59:59-12:00", "2022-10-21")]
    [InlineData("2022-10-21T00:00Z", "2022-10-21")]
    [InlineData("  10/21/2022 00:00:00 ", "2022-10-21")]
    [InlineData("0001-01-01", "0001-01-01")]
    [InlineData("12/31/9999 00:00:00", "9999-12-31")]
    [InlineData("02/29/2024 00:00:00", "2024-02-29")]
    [InlineData("01/02/1900 00:00:00", "1900-01-02")]
    public void AsDate_AsServersWriteIt_IsTheDayThatStandsThere(string value, string expected)
    {
        foreach (var culture in Cultures)
        {
            using var scope = new CultureScope(culture);

            var date = Entry("Date", value).AsDate();

            Assert.Equal(expected, date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("01/01/1900 00:00:00")]
    [InlineData("1/1/1900 0:00:00")]
    [InlineData("1900-01-01")]
    [InlineData("1900-01-01T00:00:00Z")]
    public void AsDate_NoDate_IsNull(string? value) => Assert.Null(Entry("Date", value).AsDate());

    [Theory]
    [InlineData("")]
    [InlineData("0.0000")]
    [InlineData("false")]
    [InlineData("21/10/2022 00:00:00")]
    [InlineData("02/29/2023 00:00:00")]
    [InlineData("2022-13-01")]
    [InlineData("20221021")]
    [InlineData("10-21-2022")]
    [InlineData("10/21/22")]
    [InlineData("10/21/2022 24:00:00")]
    [InlineData("2022-10-21Tsecret")]
    [InlineData("secret")]
    public void AsDate_SomethingElse_ThrowsWithoutTheValue(string value) =>
        AssertThrows("The value of LAST_SEEN, of type NVARCHAR, is not a date.", value, static entry => entry.AsDate());

    [Theory]
    [InlineData("0.0000", "0")]
    [InlineData("1234.5000", "1234.5")]
    [InlineData("-0.0001", "-0.0001")]
    [InlineData(" 17 ", "17")]
    [InlineData("+17", "17")]
    [InlineData(".5", "0.5")]
    [InlineData("1E3", "1000")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void AsDecimal_Number_IsReadInEveryCulture(string value, string expected)
    {
        foreach (var culture in Cultures)
        {
            using var scope = new CultureScope(culture);

            Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), Entry("Decimal", value).AsDecimal());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,234.5")]
    [InlineData("1234,5")]
    [InlineData("12 34")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1e30")]
    [InlineData("1e400")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("10/21/2022 00:00:00")]
    [InlineData("false")]
    [InlineData("$5")]
    [InlineData("(5)")]
    [InlineData("٣")]
    public void AsDecimal_SomethingElse_ThrowsWithoutTheValue(string value) =>
        AssertThrows("The value of LAST_SEEN, of type NVARCHAR, is not a number.", value, static entry => entry.AsDecimal());

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("0.0000", 0L)]
    [InlineData("17.0000", 17L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void AsInt64_WholeNumber_IsRead(string value, long expected) => Assert.Equal(expected, Entry("Bigint", value).AsInt64());

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("0.5")]
    [InlineData("17.0001")]
    public void AsInt64_NoSuchNumber_ThrowsWithoutTheValue(string value) =>
        AssertThrows("The value of LAST_SEEN, of type NVARCHAR, is not a whole number of 64 bits.", value, static entry => entry.AsInt64());

    [Theory]
    [InlineData("0.0000", 0)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("2147483647", int.MaxValue)]
    public void AsInt32_WholeNumber_IsRead(string value, int expected) => Assert.Equal(expected, Entry("Int", value).AsInt32());

    [Theory]
    [InlineData("2147483648")]
    [InlineData("-2147483649")]
    public void AsInt32_Overflow_ThrowsWithoutTheValue(string value) =>
        AssertThrows("The value of LAST_SEEN, of type NVARCHAR, is not a whole number of 32 bits.", value, static entry => entry.AsInt32());

    [Theory]
    [InlineData("false")]
    [InlineData("10/21/2022 00:00:00")]
    [InlineData("")]
    public void AsInt_NoNumber_ThrowsWithoutTheValue(string value)
    {
        AssertThrows("The value of LAST_SEEN, of type NVARCHAR, is not a number.", value, static entry => entry.AsInt32());
        AssertThrows("The value of LAST_SEEN, of type NVARCHAR, is not a number.", value, static entry => entry.AsInt64());
    }

    [Fact]
    public void Readers_NoValue_AreNull()
    {
        var entry = Entry("Int", null);

        Assert.Null(entry.AsInt32());
        Assert.Null(entry.AsInt64());
        Assert.Null(entry.AsDecimal());
        Assert.Null(entry.AsDate());
    }

    public static TheoryData<string, AttributeValue, string?, bool> Comparisons => new()
    {
        // Days, written and read in two ways.
        { "Date", new DateOnly(2022, 10, 21), "10/21/2022 00:00:00", true },
        { "Date", new DateOnly(2022, 10, 21), "2022-10-21T00:00:00", true },
        { "Date", new DateOnly(2022, 2, 1), "01/02/2022 00:00:00", false },
        { "Date", "2022-10-21", "10/21/2022 00:00:00", true },
        { "Date", "2022-10-22", "10/21/2022 00:00:00", false },
        { "Date", "soon", "10/21/2022 00:00:00", false },
        { "Date", new DateOnly(2022, 10, 21), "01/01/1900 00:00:00", false },
        { "Date", new DateOnly(2022, 10, 21), "garbage", false },
        { "Date", new DateOnly(2022, 10, 21), null, false },
        { "Other", new DateOnly(2022, 10, 21), "10/21/2022 00:00:00", true },

        // Numbers.
        { "Decimal", 0, "0.0000", true },
        { "Decimal", 0m, "0.0000", true },
        { "Decimal", 1234.5m, "1234.5000", true },
        { "Decimal", 1234.5m, "1234.5001", false },
        { "Decimal", "1234.50", "1234.5000", true },
        { "Decimal", "1234,50", "1234.5000", false },
        { "Decimal", -1, "-1.0000", true },
        { "Int", 17, "17", true },
        { "Int", 17, "18", false },
        { "Int", "017", "17", true },
        { "Int", 17, null, false },
        { "Int", 17, "garbage", false },
        { "Int", "", null, false },
        { "Bigint", long.MinValue, "-9223372036854775808", true },
        { "Bigint", long.MaxValue, "9223372036854775806", false },
        { "Other", 17, "17.0000", true },
        { "Other", "17", "17.0000", false },

        // Text, in any letter case; a number of zeros in front is another text, whatever was sent.
        { "Nvarchar", "Gold", "gold", true },
        { "Varchar(10)", "Gold", "GOLD", true },
        { "Nvarchar", "Gold", "Gold ", false },
        { "Nvarchar", "", "", true },
        { "Nvarchar", "", null, false },
        { "Nvarchar", "TRUE", "true", true },
        { "Nvarchar", "é", "É", true },
        { "Nvarchar", "i", "İ", false },
        { "Nvarchar", "007", "7", false },
        { "Nvarchar", "7", "007", false },
        { "Nvarchar", "007", "007", true },
        { "Varchar", 7, "7", true },
        { "Varchar", 7, "007", false },
        { "Nvarchar", 7, "7.0000", false },
        { "Nvarchar", 1.50m, "1.50", true },
        { "Nvarchar", "2022-10-21", "10/21/2022 00:00:00", false },
        { "Nvarchar", new DateOnly(2022, 10, 21), "2022-10-21", true },
        { "Nvarchar", "1E3", "1000", false },

        // No value.
        { "Nvarchar", AttributeValue.Clear, null, true },
        { "Int", AttributeValue.Clear, null, true },
        { "Date", AttributeValue.Clear, "01/01/1900 00:00:00", true },
        { "Other", AttributeValue.Clear, "01/01/1900 00:00:00", true },
        { "Nvarchar", AttributeValue.Clear, "01/01/1900 00:00:00", false },
        { "Date", AttributeValue.Clear, "10/21/2022 00:00:00", false },
        { "Nvarchar", AttributeValue.Clear, "", false },
        { "Int", AttributeValue.Clear, "0", false },
        { "Int", default, null, false },
        { "Int", default, "0", false },
    };

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void Matches_SentAndHeld_ComparesByTheAttributesType(string type, AttributeValue sent, string? held, bool expected)
    {
        foreach (var culture in Cultures)
        {
            using var scope = new CultureScope(culture);

            Assert.True(expected == Entry(type, held).Matches(sent), $"{type}: sent '{sent}', held '{held ?? "nothing"}', under '{culture}'");
        }
    }

    [Fact]
    public void Throw_LongNameAndType_AreShortInTheMessage()
    {
        var entry = new ProfileEntry { RealFieldName = new string('N', 10_000) + "\n", Type = AttributeType.Read(new string('T', 10_000)), Value = "x" };

        var exception = Assert.Throws<FormatException>(() => entry.AsDate());

        Assert.Equal($"The value of {new string('N', 64)}..., of type {new string('T', 64)}..., is not a date.", exception.Message);
    }

    [Fact]
    public void ToString_ShowsNoValue() => Assert.Equal("Optimove.Attributes.Client.ProfileEntry", Entry("Int", "17").ToString());

    private static readonly string[] Cultures = ["nl-NL", "en-GB", "tr-TR", "ar-SA", "fa-IR", "th-TH", ""];

    private static ProfileEntry Entry(string type, string? value) => new() { RealFieldName = "LAST_SEEN", Alias = "Last seen", Type = AttributeType.Read(type), Value = value };

    private static void AssertThrows(string message, string value, Func<ProfileEntry, object?> read)
    {
        var exception = Assert.Throws<FormatException>(() => read(new ProfileEntry { RealFieldName = "LAST_SEEN", Type = AttributeType.Read("Nvarchar"), Value = value }));

        Assert.Equal(message, exception.Message);
        Assert.Null(exception.InnerException);
        if (value.Length > 2)
        {
            Assert.DoesNotContain(value, exception.ToString(), StringComparison.Ordinal);
        }
    }
}
