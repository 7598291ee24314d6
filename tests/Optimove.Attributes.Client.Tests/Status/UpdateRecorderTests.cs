using Microsoft.Extensions.Logging.Abstractions;

namespace Optimove.Attributes.Client.Tests.Status;

public sealed class UpdateRecorderTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly CountingLedger _ledger = new();
    private readonly LedgerBook _book;
    private readonly UpdateRecorder _recorder;

    public UpdateRecorderTests()
    {
        _book = new LedgerBook(_ledger, "tenant");
        _recorder = new UpdateRecorder(_book, NullLogger.Instance);
    }

    public void Dispose() => _book.Dispose();

    [Fact]
    public async Task Record_ThousandsInAMinute_WritesOnceAndKnowsTheLast()
    {
        for (var call = 0; call < 5000; call++)
        {
            await _recorder.RecordAsync(["A", "B"], Start + TimeSpan.FromMilliseconds(10 * call));
        }

        Assert.Equal((1, 1), (_ledger.Reads, _ledger.Writes));
        Assert.Equal(Start, await InLedgerAsync("A"));
        Assert.Equal(Start + TimeSpan.FromMilliseconds(49_990), _recorder.LatestOf("a", Start));
        await _recorder.RecordAsync(["A"], Start + TimeSpan.FromMinutes(1));
        Assert.Equal(Start + TimeSpan.FromMinutes(1), await InLedgerAsync("A"));
    }

    [Fact]
    public async Task TakeBack_TheOnlyUpdate_LeavesNone()
    {
        await _recorder.RecordAsync(["A"], Start);
        await _recorder.TakeBackAsync(["A"], Start);

        Assert.Null(await LatestAsync());
        await _recorder.RecordAsync(["A"], Start + TimeSpan.FromSeconds(1));
        Assert.Equal(Start + TimeSpan.FromSeconds(1), await InLedgerAsync("A"));
    }

    /// <summary>Updates at the given seconds, one of them taken back: the last of the others counts, as far as the ledger's minute tells.</summary>
    [Theory]
    [InlineData(new[] { 0, 30 }, new[] { 30 }, 0)]
    [InlineData(new[] { 0, 30 }, new[] { 0 }, 30)]
    [InlineData(new[] { 0, 30 }, new[] { 0, 30 }, null)]
    [InlineData(new[] { 0, 30 }, new[] { 30, 0 }, null)]
    [InlineData(new[] { 0, 90 }, new[] { 90 }, 0)]
    [InlineData(new[] { 0, 90 }, new[] { 0 }, 90)]
    [InlineData(new[] { 0, 90, 100 }, new[] { 90 }, 100)]
    [InlineData(new[] { 0, 90, 100 }, new[] { 100, 90 }, 0)]
    [InlineData(new[] { 0 }, new[] { 5 }, 0)]
    public async Task TakeBack_OneOfSeveral_LeavesTheOthers(int[] recorded, int[] takenBack, int? expected)
    {
        foreach (var second in recorded)
        {
            await _recorder.RecordAsync(["A"], Start + TimeSpan.FromSeconds(second));
        }

        foreach (var second in takenBack)
        {
            await _recorder.TakeBackAsync(["a"], Start + TimeSpan.FromSeconds(second));
        }

        Assert.Equal(expected is { } seconds ? Start + TimeSpan.FromSeconds(seconds) : null, await LatestAsync());
    }

    [Fact]
    public async Task Record_WhileTheLedgerFails_IsKnownHereAndTriedAgainAMinuteLater()
    {
        _ledger.Failure = new IOException("down");
        await _recorder.RecordAsync(["A"], Start);
        await _recorder.RecordAsync(["A"], Start + TimeSpan.FromSeconds(59));
        Assert.Equal(1, _ledger.Reads);
        Assert.Equal(Start + TimeSpan.FromSeconds(59), _recorder.LatestOf("A", null));

        _ledger.Failure = null;
        await _recorder.RecordAsync(["A"], Start + TimeSpan.FromSeconds(60));

        Assert.Equal(Start + TimeSpan.FromSeconds(60), await InLedgerAsync("A"));
    }

    private async Task<DateTimeOffset?> InLedgerAsync(string name) => (await _book.ReadAsync(default)).Attributes.GetValueOrDefault(name)?.UpdatedAt;

    private async Task<DateTimeOffset?> LatestAsync() => _recorder.LatestOf("A", await InLedgerAsync("A"));

    private sealed class CountingLedger : IAttributeLedger
    {
        private readonly InMemoryAttributeLedger _inner = new();

        public int Reads { get; private set; }

        public int Writes { get; private set; }

        public IOException? Failure { get; set; }

        public Task<LedgerDocument?> ReadAsync(string key, CancellationToken cancellationToken = default)
        {
            Reads++;
            return Failure is null ? _inner.ReadAsync(key, cancellationToken) : Task.FromException<LedgerDocument?>(Failure);
        }

        public Task<bool> TryWriteAsync(string key, LedgerDocument document, CancellationToken cancellationToken = default)
        {
            Writes++;
            return _inner.TryWriteAsync(key, document, cancellationToken);
        }
    }
}
