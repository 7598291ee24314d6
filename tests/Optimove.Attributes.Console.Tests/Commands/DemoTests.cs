namespace Optimove.Attributes.Console.Tests;

public sealed class DemoTests
{
    [Theory]
    [InlineData("--json")]
    [InlineData("demo", "--json")]
    public async Task Demo_Json_TellsTheWholeStory(params string[] args)
    {
        var run = await ProgramRun.EmbeddedAsync(args);

        Assert.Equal(0, run.ExitCode);
        var import = run.Json.GetProperty("import");
        Assert.Equal(2500, import.GetProperty("customers").GetInt32());
        Assert.Equal(import.GetProperty("values").GetInt32(), import.GetProperty("confirmed").GetInt32());
        Assert.Equal(5, import.GetProperty("calls").GetInt32());
        Assert.Equal(12, run.Json.GetProperty("customer").GetProperty("attributes").GetArrayLength());
        Assert.Equal(
            ["apiActive", "batchUpdatedViaApi", "apiStale"],
            run.Json.GetProperty("status").GetProperty("attributes").EnumerateArray().Select(static attribute => attribute.GetProperty("status").GetString()).Distinct());
        Assert.Equal(13, run.Json.GetProperty("cap").GetProperty("used").GetInt32());
    }

    [Fact]
    public async Task Demo_WithATenantInTheEnvironment_LeavesItAlone()
    {
        var run = await ProgramRun.OnAsync(new Uri(ProgramRun.NobodyListens), "key", "demo");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("All 12 values are what the file says, compared by type.", run.Stdout, StringComparison.Ordinal);
        Assert.Contains("Confirmed is more than accepted", run.Stdout, StringComparison.Ordinal);
    }
}
