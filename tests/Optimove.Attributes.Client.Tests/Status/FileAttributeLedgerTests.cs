using System.Globalization;
using System.Text.Json;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Status;

public sealed class FileAttributeLedgerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Four at a time write to one file, and each is killed at a random moment after its first word.</summary>
    [Fact]
    public async Task Write_KilledAtRandomMoments200Times_IsNeverUnreadableAndLosesNothingAcknowledged()
    {
        var file = _folder["ledger.json"];
        var random = new Random(17);
        var delays = Enumerable.Range(0, 200).Select(_ => random.Next(30)).ToArray();
        var acknowledged = new int[delays.Length];
        var ledger = new FileAttributeLedger(file);

        await Parallel.ForEachAsync(Enumerable.Range(0, delays.Length), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (writer, _) =>
        {
            using var worker = new WorkerProcess("count", file, writer.ToString(CultureInfo.InvariantCulture));
            var first = await worker.ReadLineAsync();
            await Task.Delay(delays[writer], CancellationToken.None);
            var said = first + "\n" + await worker.KillAsync();
            var document = await ledger.ReadAsync("counts", CancellationToken.None);

            // The last line may have been cut off by the end.
            acknowledged[writer] = said.Split('\n').SkipLast(1).Select(static line => int.Parse(line, CultureInfo.InvariantCulture)).DefaultIfEmpty(1).Max();
            Assert.True(Counts(document!)[$"{writer}"] >= acknowledged[writer], $"writer {writer} was told {acknowledged[writer]}");
        });

        var counts = Counts((await ledger.ReadAsync("counts"))!);
        Assert.Equal(200, counts.Count);
        Assert.All(Enumerable.Range(0, 200), writer => Assert.InRange(counts[$"{writer}"], acknowledged[writer], acknowledged[writer] + 1));
        Assert.True(await ledger.TryWriteAsync("other", new LedgerDocument(1, "{}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":2,"tenants":{}}""")]
    [InlineData("""{"format":1,"tenants":{"a":{"version":1}}}""")]
    [InlineData("""{"format":1,"tenants":{"a":{"version":1,"content":{""")]
    public async Task File_ThatIsNoLedger_IsAnIOExceptionAndLeftAsItIs(string text)
    {
        var path = _folder["ledger.json"];
        await File.WriteAllTextAsync(path, text);
        var ledger = new FileAttributeLedger(path);

        var read = await Assert.ThrowsAsync<IOException>(() => ledger.ReadAsync("a"));
        await Assert.ThrowsAsync<IOException>(() => ledger.TryWriteAsync("a", new LedgerDocument(1, "{}")));

        Assert.Contains(path, read.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task File_InAFolderThatIsNotThere_IsMadeWithTheFirstWriting()
    {
        var ledger = new FileAttributeLedger(_folder["a/b/ledger.json"]);

        Assert.Null(await ledger.ReadAsync("a"));
        Assert.False(Directory.Exists(_folder["a"]));
        Assert.True(await ledger.TryWriteAsync("a", new LedgerDocument(1, """{"x":1}""")));

        Assert.Equal(1, (await new FileAttributeLedger(_folder["a/b/ledger.json"]).ReadAsync("a"))!.Version);
    }

    [Fact]
    public async Task Path_ThatCannotBeAFile_IsAnIOException()
    {
        var folder = new FileAttributeLedger(_folder["."]);
        await File.WriteAllTextAsync(_folder["file"], "");
        var underAFile = new FileAttributeLedger(_folder["file/ledger.json"]);

        await Assert.ThrowsAsync<IOException>(() => folder.ReadAsync("a"));
        await Assert.ThrowsAsync<IOException>(() => underAFile.TryWriteAsync("a", new LedgerDocument(1, "{}")));
        Assert.Throws<ArgumentException>(() => new FileAttributeLedger(" "));
    }

    [Fact]
    public async Task Write_WhileAnotherHoldsTheLock_WaitsForIt()
    {
        var ledger = new FileAttributeLedger(_folder["ledger.json"]);
        var held = new FileStream(_folder["ledger.json.lock"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        using var stop = new CancellationTokenSource();
        var cancelled = ledger.TryWriteAsync("a", new LedgerDocument(1, "{}"), stop.Token);
        var waiting = ledger.TryWriteAsync("a", new LedgerDocument(1, "{}"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Null(await ledger.ReadAsync("a"));
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();

        Assert.True(await waiting);
    }

    /// <summary>A process that ended while it wrote leaves a half file beside the ledger.</summary>
    [Fact]
    public async Task Write_AfterOneThatBrokeOff_ReplacesWhatItLeft()
    {
        await File.WriteAllTextAsync(_folder["ledger.json.tmp"], """{"format":1,"tena""");
        var ledger = new FileAttributeLedger(_folder["ledger.json"]);

        Assert.Null(await ledger.ReadAsync("a"));
        Assert.True(await ledger.TryWriteAsync("a", new LedgerDocument(1, "{}")));
        Assert.False(File.Exists(_folder["ledger.json.tmp"]));
    }

    private static Dictionary<string, int> Counts(LedgerDocument document) => JsonSerializer.Deserialize<Dictionary<string, int>>(document.Content)!;
}
