using System.Reflection;
using System.Text.RegularExpressions;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Testing.Tests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void TestingPage_EveryTestThatItNames_IsOne()
    {
        var named = NamedTest().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md"))).Select(static match => match.Groups["name"].Value).ToList();
        var tests = typeof(DocumentationTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(), static (type, method) => (Name: $"{type.Name}.{method.Name}", Method: method))
            .Where(static test => test.Method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(static test => test.Name)
            .ToHashSet();

        Assert.True(named.Count >= 24, $"{named.Count} are named.");
        Assert.All(named, name => Assert.Contains(name, tests));
    }

    [GeneratedRegex(@"\| `(?<name>\w+Tests\.\w+)` \|", RegexOptions.CultureInvariant)]
    private static partial Regex NamedTest();
}
