namespace Optimove.Attributes.Console.Tests;

public sealed class DistinctCountTests
{
    [Fact]
    public void Count_RepeatedTexts_CountsEachOnce()
    {
        var count = new DistinctCount();
        foreach (var text in new[] { "a", "b", "a", "A", "ab", "ba", "b" })
        {
            count.Add(text);
        }

        Assert.Equal(5, count.Count);
    }
}
