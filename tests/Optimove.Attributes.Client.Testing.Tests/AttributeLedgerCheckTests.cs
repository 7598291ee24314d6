namespace Optimove.Attributes.Client.Testing.Tests;

public sealed class AttributeLedgerCheckTests
{
    [Fact]
    public async Task Check_OfTheLedgersOfTheSdk_Passes()
    {
        var folder = Directory.CreateTempSubdirectory("optimove-");
        try
        {
            var memory = new InMemoryAttributeLedger();
            await AttributeLedgerCheck.RunAsync(() => memory);
            await AttributeLedgerCheck.RunAsync(() => new FileAttributeLedger(Path.Combine(folder.FullName, "ledger.json")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Each of these breaks one promise, as a first draft over a database would.</summary>
    [Theory]
    [InlineData("versionless", "Version 1 is written again where it is there.")]
    [InlineData("ignores case", "Two keys that differ in letter case are taken for one.")]
    [InlineData("trims", "Two keys that differ in a space at the end are taken for one.")]
    [InlineData("forgets", "A ledger opened anew does not read the version that was written.")]
    [InlineData("cuts", "A content of 256 KiB, with letters of any script, is not read as it was written.")]
    [InlineData("not cancelled", "A cancelled writing was written.")]
    [InlineData("races", "instances that write at once")]
    [InlineData("gaps", "Version 3 is written over version 1.")]
    public async Task Check_OfALedgerThatBreaksAPromise_NamesIt(string how, string fault)
    {
        var shared = new BrokenLedger(how);

        var failure = await Assert.ThrowsAsync<OptimoveAssertionException>(() => AttributeLedgerCheck.RunAsync(() => how == "forgets" ? new BrokenLedger(how) : shared).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    private sealed class BrokenLedger(string how) : IAttributeLedger
    {
        private readonly Dictionary<string, LedgerDocument> _documents = new(how == "ignores case" ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

        public Task<LedgerDocument?> ReadAsync(string key, CancellationToken cancellationToken = default)
        {
            lock (_documents)
            {
                return Task.FromResult(_documents.GetValueOrDefault(KeyOf(key)));
            }
        }

        public async Task<bool> TryWriteAsync(string key, LedgerDocument document, CancellationToken cancellationToken = default)
        {
            if (how != "not cancelled")
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var version = (await ReadAsync(key, cancellationToken))?.Version ?? 0;
            if (how switch
            {
                "versionless" => false,
                "gaps" => document.Version <= version,
                _ => document.Version != version + 1,
            })
            {
                return false;
            }

            if (how == "races")
            {
                await Task.Delay(5, CancellationToken.None);
            }

            lock (_documents)
            {
                if (how is not ("races" or "versionless" or "gaps") && document.Version != (_documents.GetValueOrDefault(KeyOf(key))?.Version ?? 0) + 1)
                {
                    return false;
                }

                _documents[KeyOf(key)] = how == "cuts" && document.Content.Length > 1000 ? document with { Content = "{}" } : document;
                return true;
            }
        }

        private string KeyOf(string key) => how == "trims" ? key.TrimEnd() : key;
    }
}
