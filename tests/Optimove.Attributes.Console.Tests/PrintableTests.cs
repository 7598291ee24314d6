namespace Optimove.Attributes.Console.Tests;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("Zoë [bold] 日本 😀", "Zoë [bold] 日本 😀")]
    [InlineData("a\nb\r\tc", "a\\nb\\r\\tc")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("a\u202eb\u2028", "a\\u202eb\\u2028")]
    public void From_Text_EscapesOnlyWhatBreaksTheScreen(string text, string expected)
    {
        Assert.Equal(expected, Printable.From(text));
    }
}
