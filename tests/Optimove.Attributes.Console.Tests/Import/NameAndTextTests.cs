namespace Optimove.Attributes.Console.Tests;

public sealed class NameAndTextTests
{
    [Theory]
    [InlineData("NAME=a=b", "NAME", "a=b")]
    [InlineData("NAME=", "NAME", "")]
    [InlineData("NAME= x ", "NAME", " x ")]
    public void TryParse_NameAndText_SplitsAtTheFirstEqualsSign(string argument, string expectedName, string expectedText)
    {
        Assert.True(NameAndText.TryParse(argument, out var name, out var text));
        Assert.Equal((expectedName, expectedText), (name, text));
    }

    [Theory]
    [InlineData("NAME")]
    [InlineData("=x")]
    [InlineData("")]
    public void TryParse_NoName_IsRefused(string argument)
    {
        Assert.False(NameAndText.TryParse(argument, out _, out _));
    }
}
