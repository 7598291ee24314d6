using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Architecture;

/// <summary>Dependencies point one way. What a file knows is what its code names; a reference in a comment counts for nothing.</summary>
public sealed class DependencyTests
{
    /// <summary>Each part, and the parts that it may know.</summary>
    private static readonly Dictionary<string, string[]> Rules = new()
    {
        ["Models"] = [],
        ["Errors"] = ["Models"],
        ["Options"] = ["Status"],
        ["Validation"] = ["Models", "Errors", "Options"],
        ["Api"] = ["Models"],
        ["RateLimiting"] = ["Options", "Contract"],
        ["Internal"] = ["Models", "Errors", "Validation", "Options", "Api", "RateLimiting"],
        ["Status"] = ["Models", "Internal"],
        ["Cap"] = ["Models", "Errors", "Options", "Internal", "Status"],
        ["Callbacks"] = ["Models", "Errors", "Options", "Internal", "Cap"],
        ["Contract"] = ["Models", "Status", "Cap"],
        ["Bulk"] = ["Models", "Errors", "Validation", "Options", "Internal", "Contract"],
        ["Client"] = ["Models", "Errors", "Validation", "Options", "Api", "Internal", "Status", "Cap", "Callbacks", "Contract", "DependencyInjection"],
        ["DependencyInjection"] = ["Models", "Errors", "Validation", "Options", "Api", "RateLimiting", "Internal", "Status", "Cap", "Callbacks", "Contract", "Client", "Bulk"],
    };

    private static readonly string Root = Path.Combine(Repository.Root, "src", "Optimove.Attributes.Client");

    private static readonly Lazy<CSharpCompilation> Sources = new(Compile);

    private static readonly Lazy<(string From, string To, string File, string Type)[]> Found = new(static () => [.. Dependencies()]);

    [Fact]
    public void Sources_EachPart_IsFound() =>
        Assert.Equal(Rules.Keys.Order(StringComparer.Ordinal), Sources.Value.SyntaxTrees.Select(static tree => PartOf(tree)).OfType<string>().Distinct().Order(StringComparer.Ordinal));

    /// <summary>The rules below are about something: these are ways that the code does take.</summary>
    [Fact]
    public void Dependencies_ThatThereAre_AreFound()
    {
        var found = Found.Value.Select(static dependency => (dependency.From, dependency.To)).ToHashSet();

        Assert.Contains(("Validation", "Models"), found);
        Assert.Contains(("Validation", "Errors"), found);
        Assert.Contains(("Api", "Models"), found);
        Assert.Contains(("Internal", "Api"), found);
        Assert.Contains(("Client", "Validation"), found);
        Assert.Contains(("DependencyInjection", "Client"), found);
    }

    [Fact]
    public void Dependencies_PointOneWay() =>
        Assert.Equal(
            string.Empty,
            string.Join('\n', Found.Value
                .Where(static dependency => !Rules[dependency.From].Contains(dependency.To))
                .Select(static dependency => $"{dependency.File} knows {dependency.Type} ({dependency.To})")));

    private static IEnumerable<(string From, string To, string File, string Type)> Dependencies()
    {
        foreach (var tree in Sources.Value.SyntaxTrees)
        {
            if (PartOf(tree) is not { } from)
            {
                continue;
            }

            var model = Sources.Value.GetSemanticModel(tree);
            var types = tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
                .Select(name => model.GetSymbolInfo(name).Symbol)
                .Select(static symbol => symbol as INamedTypeSymbol ?? symbol?.ContainingType)
                .Where(static type => type is not null)
                .Select(static type => type!.OriginalDefinition)
                .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);
            foreach (var type in types)
            {
                foreach (var declaration in type.DeclaringSyntaxReferences)
                {
                    if (PartOf(declaration.SyntaxTree) is { } to && to != from)
                    {
                        yield return (from, to, Path.GetRelativePath(Root, tree.FilePath), type.Name);
                    }
                }
            }
        }
    }

    private static string? PartOf(SyntaxTree tree) => Path.GetRelativePath(Root, tree.FilePath).Split(Path.DirectorySeparatorChar) switch
    {
        ["..", ..] => null,
        ["OptimoveAttributesOptions.cs"] or ["RateLimiting", "RateLimit.cs"] or ["Callbacks", "CallbackOptions.cs"] => "Options",
        ["IOptimoveAttributesClient.cs"] => "Contract",
        [_] => "Client",
        [var folder, ..] => folder,
        _ => null,
    };

    private static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var files = Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(static file => Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));
        const string Usings = """
            global using System;
            global using System.Collections.Generic;
            global using System.IO;
            global using System.Linq;
            global using System.Net.Http;
            global using System.Threading;
            global using System.Threading.Tasks;
            """;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) != "Optimove.Attributes.Client.dll")
            .Select(static path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            "Sources",
            files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)).Append(CSharpSyntaxTree.ParseText(Usings, options, Path.Combine(Root, "..", "Usings.cs"))),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
