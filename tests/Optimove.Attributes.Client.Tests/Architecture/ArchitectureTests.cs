using System.Text.RegularExpressions;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Architecture;

public sealed class ArchitectureTests
{
    private static readonly string Sources = Path.Combine(Repository.Root, "src", "Optimove.Attributes.Client");

    /// <summary>Each folder with those it may not know: models know nothing, errors and validation know models, the wire knows models.</summary>
    public static TheoryData<string, string[]> Layers() => new()
    {
        { "Models", ["Errors", "Validation", "Api", "RateLimiting", "Internal", "DependencyInjection", "."] },
        { "Errors", ["Validation", "Api", "RateLimiting", "Internal", "DependencyInjection", "."] },
        { "Validation", ["Api", "Internal", "DependencyInjection"] },
        { "Api", ["Validation", "RateLimiting", "Internal", "DependencyInjection", "."] },
        { "RateLimiting", ["Models", "Errors", "Validation", "Api", "Internal", "DependencyInjection"] },
        { "Internal", ["DependencyInjection"] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Folder_KnowsNoneOfThoseAboveIt(string folder, string[] above)
    {
        var files = Directory.GetFiles(Path.Combine(Sources, folder), "*.cs");
        var forbidden = above.SelectMany(other => Directory.GetFiles(Path.Combine(Sources, other), "*.cs")).Select(Path.GetFileNameWithoutExtension).ToList();
        Assert.NotEmpty(files);
        Assert.NotEmpty(forbidden);

        foreach (var file in files)
        {
            var code = string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
            Assert.All(forbidden, type => Assert.False(Regex.IsMatch(code, $@"\b{type}\b(?!"")"), $"{Path.GetFileName(file)} knows {type}."));
        }
    }

    [Fact]
    public void PublicTypes_AreInOneNamespaceClosedAndNoneIsCalledAttribute()
    {
        var types = typeof(IOptimoveAttributesClient).Assembly.GetExportedTypes().Where(type => type.Namespace != "Refit.Implementation").ToList();
        Assert.True(types.Count > 20);

        Assert.All(types, type =>
        {
            Assert.Contains(type.Namespace, new[] { "Optimove.Attributes.Client", "Microsoft.Extensions.DependencyInjection" });
            Assert.False(type.Name.EndsWith("Attribute", StringComparison.Ordinal), type.Name);
            Assert.True(type.IsSealed || type.IsInterface || type.IsAssignableTo(typeof(OptimoveException)), $"{type.Name} is open.");
        });
    }
}
