using System.Globalization;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Models;

public sealed class AttributeValueTests
{
    /// <summary>The values, and the text of each as it must arrive.</summary>
    public static TheoryData<AttributeValue, string> Values => new()
    {
        { "Gold", "Gold" },
        { "", "" },
        { " 1,5 \n", " 1,5 \n" },
        { 0, "0" },
        { int.MaxValue, "2147483647" },
        { int.MinValue, "-2147483648" },
        { long.MaxValue, "9223372036854775807" },
        { long.MinValue, "-9223372036854775808" },
        { 1.50m, "1.50" },
        { -1234567.8901m, "-1234567.8901" },
        { 0m, "0" },
        { 0.0000m, "0.0000" },
        { decimal.MaxValue, "79228162514264337593543950335" },
        { decimal.MinValue, "-79228162514264337593543950335" },
        { 0.0000000000000000000000000001m, "0.0000000000000000000000000001" },
        { -0.0000000000000000000000000001m, "-0.0000000000000000000000000001" },
        { new DateOnly(2022, 10, 21), "2022-10-21" },
        { DateOnly.MinValue, "0001-01-01" },
        { DateOnly.MaxValue, "9999-12-31" },
        { new DateOnly(1900, 1, 1), "1900-01-01" },
        { AttributeValue.Clear, "" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void ToString_AnyCulture_IsInvariant(AttributeValue value, string expected)
    {
        foreach (var culture in Cultures)
        {
            using var scope = new CultureScope(culture);

            Assert.Equal(expected, value.ToString());
        }
    }

    /// <summary>Without a culture that writes these in another way, the tests above and below could not fail.</summary>
    [Fact]
    public void Cultures_OfTheseTests_WriteNumbersAndDatesInAnotherWay()
    {
        Assert.Equal("1,5", 1.5m.ToString(CultureInfo.GetCultureInfo("nl-NL")));
        Assert.NotEqual("-1", (-1).ToString(CultureInfo.GetCultureInfo("fa-IR")));
        Assert.NotEqual("-1", (-1).ToString(CultureInfo.GetCultureInfo("sv-SE")));
        Assert.NotEqual("2022", new DateOnly(2022, 10, 21).ToString("yyyy", CultureInfo.GetCultureInfo("th-TH")));
        Assert.Equal("İNT", "int".ToUpper(CultureInfo.GetCultureInfo("tr-TR")));
    }

    [Theory]
    [MemberData(nameof(CultureScope.All), MemberType = typeof(CultureScope))]
    public async Task Json_AnyCulture_IsTheLiteral(string culture)
    {
        using var scope = new CultureScope(culture);
        var request = new UpdateCustomerAttributesRequest
        {
            Updates =
            [
                new CustomerUpdate("i-42")
                {
                    ["TEXT"] = "Zoë ıI 😀",
                    ["INT"] = -17,
                    ["LONG"] = long.MinValue,
                    ["DECIMAL"] = -1234.50m,
                    ["TINY"] = 0.0000000000000000000000000001m,
                    ["LARGEST"] = decimal.MinValue,
                    ["DATE"] = new DateOnly(2022, 1, 2),
                    ["FIRST"] = DateOnly.MinValue,
                    ["CLEAR"] = AttributeValue.Clear,
                    ["EMPTY"] = "",
                },
                new CustomerUpdate("\"2\"") { ["A"] = AttributeValue.FromBoolean(true, "TRUE", "FALSE") },
            ],
            CallbackUrl = "https://example.com/cb",
        };
        using var content = PooledJsonContent.Create(request, WireJsonContext.Default.UpdateCustomerAttributesRequest);

        Assert.Equal(
            "{\"CustomerNewAttributesValuesList\":[{\"CustomerID\":\"i-42\",\"Attributes\":["
            + "{\"RealFieldName\":\"TEXT\",\"Value\":\"Zoë ıI \\uD83D\\uDE00\"},"
            + "{\"RealFieldName\":\"INT\",\"Value\":\"-17\"},"
            + "{\"RealFieldName\":\"LONG\",\"Value\":\"-9223372036854775808\"},"
            + "{\"RealFieldName\":\"DECIMAL\",\"Value\":\"-1234.50\"},"
            + "{\"RealFieldName\":\"TINY\",\"Value\":\"0.0000000000000000000000000001\"},"
            + "{\"RealFieldName\":\"LARGEST\",\"Value\":\"-79228162514264337593543950335\"},"
            + "{\"RealFieldName\":\"DATE\",\"Value\":\"2022-01-02\"},"
            + "{\"RealFieldName\":\"FIRST\",\"Value\":\"0001-01-01\"},"
            + "{\"RealFieldName\":\"CLEAR\",\"Value\":null},"
            + "{\"RealFieldName\":\"EMPTY\",\"Value\":\"\"}]},"
            + "{\"CustomerID\":\"\\u00222\\u0022\",\"Attributes\":[{\"RealFieldName\":\"A\",\"Value\":\"TRUE\"}]}],"
            + "\"CallbackURL\":\"https://example.com/cb\"}",
            await content.ReadAsStringAsync());
    }

    [Fact]
    public void Conversion_NullString_NeverMeansClear()
    {
        string? text = null;

        var exception = Assert.Throws<ArgumentNullException>(() => (AttributeValue)text!);

        Assert.Equal("value", exception.ParamName);
        Assert.Throws<ArgumentNullException>(() => new CustomerUpdate("42") { ["A"] = text! });
    }

    [Fact]
    public void FromBoolean_ChoosesTheOneOfTheTwo()
    {
        Assert.Equal("TRUE", AttributeValue.FromBoolean(true, "TRUE", "FALSE").ToString());
        Assert.Equal("FALSE", AttributeValue.FromBoolean(false, "TRUE", "FALSE").ToString());
        Assert.Equal("0", AttributeValue.FromBoolean(false, 1, 0).ToString());
        Assert.Equal(AttributeValue.Clear, AttributeValue.FromBoolean(false, 1, AttributeValue.Clear));
    }

    [Fact]
    public void Equals_SameValue_IsEqual()
    {
        AssertEqual("Gold", new string("Gold".ToCharArray()));
        AssertEqual(7, 7L);
        AssertEqual(1.50m, 1.5m);
        AssertEqual(new DateOnly(2022, 10, 21), new DateOnly(2022, 10, 21));
        AssertEqual(AttributeValue.Clear, AttributeValue.Clear);
        AssertEqual(default, default);

        static void AssertEqual(AttributeValue one, AttributeValue other)
        {
            Assert.True(one == other);
            Assert.False(one != other);
            Assert.True(one.Equals((object)other));
            Assert.Equal(one.GetHashCode(), other.GetHashCode());
        }
    }

    [Fact]
    public void Equals_OtherValueOrKind_Differs()
    {
        AttributeValue[] values =
        [
            "Gold", "gold", "", "7", 7, 8, 7m, 7.5m, new DateOnly(2022, 10, 21), new DateOnly(2022, 10, 22), "2022-10-21",
            new DateOnly(2022, 10, 21).DayNumber, AttributeValue.Clear, default,
        ];

        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                Assert.True((i == j) == (values[i] == values[j]), $"{i} and {j}");
            }
        }

        Assert.False(values[0].Equals((object)"Gold"));
    }

    private static readonly string[] Cultures = ["nl-NL", "de-DE", "tr-TR", "ar-SA", "fa-IR", "sv-SE", "th-TH", ""];
}
