using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Documentation;

public sealed partial class SnippetTests
{
    /// <summary>What a program has by its project (implicit usings, a container, a configuration), so that a snippet need not repeat it.</summary>
    private const string Surroundings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using System.Text.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Logging;
        global using Optimove.Attributes.Client;
        global using Optimove.Attributes.Client.Testing;
        global using Xunit;
        global using static Surroundings;

        static class Surroundings
        {
            public static IServiceCollection services = null!;
            public static IConfiguration configuration = null!;
            public static IOptimoveAttributesClient client = null!;
            public static Vault vault = null!;
            public static WebApplicationBuilder builder = null!;
            public static CallbackReceiver receiver = null!;
            public static AttributeUpdateBuffer buffer = null!;
            public static HttpClient http = null!;
            public static string key = null!;
            public static IAttributeLedger OpenLedger() => null!;
            public static IAsyncEnumerable<CustomerUpdate> ReadCustomers(long from = 0) => null!;
            public static long LoadPosition() => 0;
            public static void SavePosition(long position) { }
            public static void SaveProblem(string customerId, string realFieldName, DeliveryState state, UpdateErrorCode? error) { }
            public static void SaveForLater(CustomerUpdate update) { }
        }

        public interface IDocuments
        {
            Task<(long Version, string Content)?> FindAsync(string id, CancellationToken cancellationToken);

            Task<bool> TryInsertAsync(string id, long version, string content, CancellationToken cancellationToken);

            Task<bool> TryReplaceAsync(string id, long expectedVersion, long version, string content, CancellationToken cancellationToken);
        }

        class Vault
        {
            public Task<string> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(name);
        }
        """;

    public static TheoryData<string, string> Snippets()
    {
        var root = Repository.Root;
        var snippets = new TheoryData<string, string>();
        foreach (var file in Directory.GetFiles(Path.Combine(root, "docs"), "*.md").Prepend(Path.Combine(root, "README.md")))
        {
            var number = 0;
            foreach (Match match in Fence().Matches(File.ReadAllText(file)))
            {
                snippets.Add($"{Path.GetRelativePath(root, file)} #{++number}", match.Groups["code"].Value);
            }
        }

        return snippets;
    }

    [Fact]
    public void Snippets_OfTheReadme_AreFound() => Assert.True(Snippets().Count >= 4, "The README has at least four snippets.");

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Snippet_AsItStands_Compiles(string place, string code)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var isProgram = CSharpSyntaxTree.ParseText(code, options).GetCompilationUnitRoot().Members.Any(member => member.IsKind(SyntaxKind.GlobalStatement));
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(code, options), CSharpSyntaxTree.ParseText(Surroundings, options)],
            References(),
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));

        var faults = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        Assert.True(!faults.Any(), $"{place}:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }

    [Fact]
    public void CompleteTest_OfTheTestingPage_IsTheOneThatRunsHere() => Assert.Contains(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Optimove.Attributes.Client.Tests", "Documentation", "LoyaltyServiceTests.cs")),
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md")),
        StringComparison.Ordinal);

    [Fact]
    public void FirstSnippet_OfTheReadme_IsAtMostTenLinesWithinTheFirstScreen()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        var begin = Array.IndexOf(lines, "```csharp");
        var end = Array.IndexOf(lines, "```", begin);

        Assert.InRange(begin, 1, 10);
        Assert.InRange(end - begin - 1, 1, 10);
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path));

    [GeneratedRegex("^```csharp\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();
}
