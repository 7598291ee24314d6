namespace Optimove.Attributes.Console.Tests;

public sealed class ColumnTypeGuessTests
{
    [Theory]
    [InlineData("INT", "0", "1", "-7", "2147483647", "-2147483648")]
    [InlineData("BIGINT", "1", "2147483648")]
    [InlineData("BIGINT", "9223372036854775807", "-9223372036854775808")]
    [InlineData("NVARCHAR(30)", "9223372036854775808")]
    [InlineData("DECIMAL(19,4)", "1", "29.85", "-0.5", "1.2345", "999999999999999.9999")]
    [InlineData("NVARCHAR(10)", "1.23456")]
    [InlineData("NVARCHAR(30)", "1234567890123456.5")]
    [InlineData("NVARCHAR(20)", "1234567890123456", "0.5")]
    [InlineData("DATE", "2026-01-31", "2024-02-29")]
    [InlineData("NVARCHAR(20)", "2026-02-29")]
    [InlineData("NVARCHAR(20)", "2026-01-31", "1")]
    [InlineData("NVARCHAR(20)", "01/31/2026")]
    [InlineData("NVARCHAR(30)", "2026-01-31 00:00:00")]
    [InlineData("NVARCHAR(10)", "00123")]
    [InlineData("NVARCHAR(10)", "1", "2", "01")]
    [InlineData("NVARCHAR(10)", "+5")]
    [InlineData("NVARCHAR(10)", "1e5")]
    [InlineData("NVARCHAR(10)", "-0")]
    [InlineData("NVARCHAR(10)", "-0.00")]
    [InlineData("NVARCHAR(10)", ".5")]
    [InlineData("NVARCHAR(10)", "5.")]
    [InlineData("NVARCHAR(10)", "-")]
    [InlineData("NVARCHAR(10)", "1,5")]
    [InlineData("NVARCHAR(10)", " 5")]
    [InlineData("NVARCHAR(10)", "\u0661\u0662")]
    public void Type_Cells_IsTheNarrowestThatHoldsThemAsWritten(string expected, params string[] cells)
    {
        Assert.Equal(expected, Guess(cells)?.ToString());
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(8, 10)]
    [InlineData(9, 20)]
    [InlineData(16, 20)]
    [InlineData(17, 30)]
    [InlineData(3200, 4000)]
    [InlineData(3201, 4000)]
    [InlineData(4000, 4000)]
    [InlineData(4001, 4001)]
    public void Type_Text_HasAQuarterOfHeadroomRoundedUpToTen(int longest, int expected)
    {
        Assert.Equal(AttributeType.NVarChar(expected), Guess("a", new string('x', longest)));
    }

    [Fact]
    public void Type_NoCell_IsNone()
    {
        Assert.Null(Guess());
    }

    private static AttributeType? Guess(params string[] cells)
    {
        var guess = new ColumnTypeGuess();
        foreach (var cell in cells)
        {
            guess.Observe(cell);
        }

        return guess.Type;
    }
}
