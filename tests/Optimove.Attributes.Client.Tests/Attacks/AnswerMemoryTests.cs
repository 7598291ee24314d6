using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>Alone, because it counts what the whole process allocates.</summary>
[Collection("Alone")]
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class AnswerMemoryTests
{
    private const int MostAllocatedPerByte = 40;

    /// <summary>What is read may take a multiple of the body, and no more: a server that is wrong, or in the wrong hands, must not end the program.</summary>
    [Theory]
    [InlineData("[", "{},", "{}]")]
    [InlineData("[{", "\"a\":1,", "\"b\":1}]")]
    [InlineData("[", "[],", "[]]")]
    [InlineData("[", "1,", "1]")]
    [InlineData("[{\"a\":", "[", "")]
    [InlineData("[{\"Value\":\"", "xxxxxxxxxx", "\"}]")]
    [InlineData("[{\"a\":\"", "\\u0041", "\"}]")]
    [InlineData("[{\"Value\":1", "000000000", "}]")]
    [InlineData("[{\"RealFieldName\":\"A\"},", "{\"RealFieldName\":\"AAAAAAAAAA\",\"Description\":\"BBBBBBBBBB\",\"Alias\":\"C\"},", "{}]")]
    [InlineData("\"", "xxxxxxxxxx", "\"")]
    [InlineData("", " ", "")]
    public async Task Read_LargestBodyOfManyParts_StaysWithinAMultipleOfIt(string start, string part, string end)
    {
        const int Length = 16 * 1024 * 1024;
        var text = new StringBuilder(start);
        while (text.Length + part.Length + end.Length <= Length)
        {
            text.Append(part);
        }

        var body = Encoding.ASCII.GetBytes(text.Append(end).ToString());
        using var stub = new StubAnswerHandler { Answer = (200, "application/json", body) };
        await using var provider = AnswerReader.Provide(stub);
        var client = provider.GetRequiredService<IOptimoveAttributesClient>();
        var (most, before) = (0L, GC.GetTotalAllocatedBytes(precise: true));

        for (var kind = 0; kind < 4; kind++)
        {
            _ = await Record.ExceptionAsync(() => AnswerReader.CallAsync(client, kind));
            var after = GC.GetTotalAllocatedBytes(precise: true);
            (most, before) = (Math.Max(most, after - before), after);
        }

        Assert.True(most < (long)MostAllocatedPerByte * Length, $"{most / Length} times the body");
    }
}
