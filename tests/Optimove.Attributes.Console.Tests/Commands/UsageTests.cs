namespace Optimove.Attributes.Console.Tests;

/// <summary>What is found out before anything is sent: nobody listens at the address, so a test that sent would not end in 2.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("nope")]
    [InlineData("list", "extra")]
    [InlineData("get")]
    [InlineData("get", "1", "2")]
    [InlineData("set", "1")]
    [InlineData("set", "1", "NAME")]
    [InlineData("set", "1", "=x")]
    [InlineData("set", "1", "A=1", "a=2")]
    [InlineData("set", "1", "A;B=1")]
    [InlineData("set", " ", "A=1")]
    [InlineData("set", ".", "A=1")]
    [InlineData("get", ".")]
    [InlineData("add", "X")]
    [InlineData("add", "X", "TEXT")]
    [InlineData("add", "X", "INT", "--default", "x")]
    [InlineData("add", " ", "INT")]
    [InlineData("import")]
    [InlineData("import", "no-such-file.csv")]
    [InlineData("import", "no-such-file.csv", "--id", "id")]
    [InlineData("import", ".", "--id", "id")]
    [InlineData("import", "", "--id", "id")]
    [InlineData("import", "no-such-file.csv", "--id", "id", "--delimiter", "x")]
    [InlineData("add", "X", "INT", "--default")]
    [InlineData("import", "no-such-file.csv", "--id")]
    [InlineData("import", "no-such-file.csv", "--id", "--create")]
    [InlineData("import", "no-such-file.csv", "--id=")]
    [InlineData("import", "no-such-file.csv", "--id", "id", "--map")]
    [InlineData("import", "no-such-file.csv", "--id", "id", "--delimiter")]
    [InlineData("[diagram]", "list")]
    [InlineData("[suggest:1]")]
    public async Task RunAsync_BadUsage_EndsIn2WithOneDocument(params string[] args)
    {
        var human = await ProgramRun.OnAsync(new Uri(ProgramRun.NobodyListens), "key", args);
        var json = await ProgramRun.OnAsync(new Uri(ProgramRun.NobodyListens), "key", [.. args, "--json"]);

        Assert.Equal(2, human.ExitCode);
        Assert.Empty(human.Stdout);
        Assert.StartsWith("error: ", human.Stderr, StringComparison.Ordinal);
        Assert.Equal(2, json.ExitCode);
        Assert.NotEmpty(json.Json.GetProperty("error").GetProperty("message").GetString()!);
        Assert.Contains(json.ErrorKind(), (string[])["usage", "input", "validation"]);
    }

    [Theory]
    [InlineData(null, "key", "input")]
    [InlineData("https://api4.optimove.net/", null, "input")]
    [InlineData("https://api4.optimove.net/", " ", "input")]
    [InlineData("api4.optimove.net", "key", "input")]
    [InlineData("http://api4.optimove.net/", "key", "configuration")]
    [InlineData("ftp://127.0.0.1/", "key", "input")]
    [InlineData("/foo", "key", "input")]
    [InlineData("https://api4.optimove.net/", "my secret", "configuration")]
    public async Task RunAsync_BadEnvironment_EndsIn2WithoutTheKey(string? address, string? key, string expectedKind)
    {
        var run = await ProgramRun.RunAsync(ProgramRun.Environment(address, key), ["list", "--json"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(expectedKind, run.ErrorKind());
        Assert.DoesNotContain("my secret", run.Stdout + run.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,a\n,x\n1,y\n", "line 2, column id: the id is blank")]
    [InlineData("id,a\n1\n", "line 2: 1 cells, but the header has 2")]
    [InlineData("a,b\n1,2\n", "line 1: there is no column id for the ids; the header has a, b")]
    public async Task Import_FaultyFile_EndsIn2AndNamesThePlace(string csv, string expected)
    {
        using var file = new TemporaryFile(csv);

        var run = await ProgramRun.OnAsync(new Uri(ProgramRun.NobodyListens), "key", "import", file.Path, "--id", "id", "--json");

        Assert.Equal(2, run.ExitCode);
        var error = run.Json.GetProperty("error");
        Assert.Equal("input", error.GetProperty("kind").GetString());
        Assert.Equal(expected, Assert.Single(error.GetProperty("details").EnumerateArray()).GetString());
        Assert.Equal(1, error.GetProperty("detailCount").GetInt64());
        Assert.Contains(expected, run.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("get", "42")]
    [InlineData("set", "42", "A=1")]
    [InlineData("add", "A", "INT")]
    public async Task RunAsync_NobodyListens_EndsIn4(params string[] args)
    {
        var run = await ProgramRun.OnAsync(new Uri(ProgramRun.NobodyListens), "key", [.. args, "--json"]);

        Assert.Equal(4, run.ExitCode);
        Assert.Equal("transport", run.ErrorKind());
        Assert.False(run.Json.GetProperty("simulator").GetBoolean());
    }

    [Theory]
    [InlineData("list")]
    [InlineData("get", "42")]
    [InlineData("set", "42", "A=1")]
    [InlineData("add", "A", "INT")]
    public async Task RunAsync_CancelledBefore_EndsIn130(params string[] args)
    {
        var run = await ProgramRun.RunAsync(ProgramRun.Environment(ProgramRun.NobodyListens, "key"), [.. args, "--json"], new CancellationToken(canceled: true));

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("cancelled", run.ErrorKind());
    }

    [Fact]
    public async Task Import_NobodyListens_CountsEverythingNotSent()
    {
        using var file = new TemporaryFile("id,a\n" + string.Concat(Enumerable.Range(0, 1500).Select(static i => $"c{i:D4},x\n")));

        var run = await ProgramRun.OnAsync(new Uri(ProgramRun.NobodyListens), "key", "import", file.Path, "--id", "id", "--json");

        Assert.Equal(4, run.ExitCode);
        Assert.Equal(
            (1500, 1500, 0, 0, 0, 0, 0, 1500),
            Counts(run.Json));
    }

    [Fact]
    public async Task RunAsync_Help_NamesTheExitCodes()
    {
        var run = await ProgramRun.EmbeddedAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("130 stopped by Ctrl+C", run.Stdout, StringComparison.Ordinal);
    }

    private static (int, int, int, int, int, int, int, int) Counts(System.Text.Json.JsonElement json)
    {
        return (Of("customers"), Of("values"), Of("calls"), Of("confirmed"), Of("accepted"), Of("rejected"), Of("unconfirmed"), Of("notSent"));

        int Of(string name) => json.GetProperty(name).GetInt32();
    }
}
