namespace Optimove.Attributes.Client.Tests.Errors;

public sealed class OptimoveValidationExceptionTests
{
    [Fact]
    public void Message_OneViolation_IsInTheSingular() =>
        Assert.Equal(Lines("Nothing was sent: 1 violation.", "- first."), new OptimoveValidationException([new Violation("first.")]).Message);

    [Fact]
    public void Message_TwentyViolations_ListsThemAll() =>
        Assert.Equal(
            Lines(["Nothing was sent: 20 violations.", .. Enumerable.Repeat("- again.", 20)]),
            new OptimoveValidationException([.. Enumerable.Repeat(new Violation("again."), 20)]).Message);

    [Fact]
    public void Message_TwentyOneViolations_ListsTwentyAndSaysWhereTheRestIs()
    {
        var exception = new OptimoveValidationException([.. Enumerable.Repeat(new Violation("again."), 21)]);

        Assert.Equal(Lines(["Nothing was sent: 21 violations.", .. Enumerable.Repeat("- again.", 20), "- and 1 more, all in Violations"]), exception.Message);
        Assert.Equal(21, exception.Violations.Count);
    }

    [Fact]
    public void Constructor_Null_IsRefused() => Assert.Equal("violations", Assert.Throws<ArgumentNullException>(() => new OptimoveValidationException(null!)).ParamName);

    private static string Lines(params string[] lines) => string.Join(Environment.NewLine, lines);
}
