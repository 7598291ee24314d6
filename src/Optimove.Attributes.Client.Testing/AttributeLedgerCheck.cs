using System.Globalization;
using System.Text.Json.Nodes;

namespace Optimove.Attributes.Client.Testing;

/// <summary>Holds an <see cref="IAttributeLedger"/> of your own to what the SDK relies on. Run it from a test of any framework, against the real store.</summary>
/// <example><code>await AttributeLedgerCheck.RunAsync(() => new RedisAttributeLedger(connection));</code></example>
public static class AttributeLedgerCheck
{
    private const int Writers = 4;
    private const int WritesEach = 10;
    private const int MostAttempts = 1000;

    /// <summary>Runs the check. It leaves a few small documents behind, under keys that begin with <c>optimove-check</c> and are new for each run.</summary>
    /// <param name="open">Opens the ledger on one store, as each instance of an application would. For one that lives in memory, return the same each time.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>A task that completes when all is as it must be.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="open"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptimoveAssertionException">Something is not; the message names all that is wrong.</exception>
    public static async Task RunAsync(Func<IAttributeLedger> open, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        var key = $"optimove-check {Guid.NewGuid():N} https://api4.optimove.net/current é%'\"";
        var faults = new List<string>();
        await CheckVersionsAsync(open, key, faults, cancellationToken).ConfigureAwait(false);
        await CheckKeysAsync(open, key, faults, cancellationToken).ConfigureAwait(false);
        await CheckContentAsync(open, key, faults, cancellationToken).ConfigureAwait(false);
        await CheckCancellationAsync(open, key, faults).ConfigureAwait(false);
        await CheckManyWritersAsync(open, key, faults, cancellationToken).ConfigureAwait(false);
        if (faults.Count > 0)
        {
            throw new OptimoveAssertionException($"The ledger does not keep to what IAttributeLedger promises:{Environment.NewLine}{string.Join(Environment.NewLine, faults.Select(static fault => "- " + fault))}");
        }
    }

    private static async Task CheckVersionsAsync(Func<IAttributeLedger> open, string key, List<string> faults, CancellationToken cancellationToken)
    {
        var ledger = open();
        Expect(await ledger.ReadAsync(key, cancellationToken).ConfigureAwait(false) is null, "Reading a key that was never written does not return null.");
        Expect(!await WriteAsync(2).ConfigureAwait(false), "Version 2 is written where there is no version 1.");
        Expect(await ledger.ReadAsync(key, cancellationToken).ConfigureAwait(false) is null, "A refused writing left something behind.");
        Expect(await WriteAsync(1).ConfigureAwait(false), "Version 1 is not written where there is none.");
        Expect(!await WriteAsync(1).ConfigureAwait(false), "Version 1 is written again where it is there.");
        Expect(!await WriteAsync(3).ConfigureAwait(false), "Version 3 is written over version 1.");
        Expect((await open().ReadAsync(key, cancellationToken).ConfigureAwait(false))?.Version == 1, "A ledger opened anew does not read the version that was written.");
        Expect(await open().TryWriteAsync(key, Document(2), cancellationToken).ConfigureAwait(false), "A ledger opened anew does not write version 2 over version 1.");
        Expect((await ledger.ReadAsync(key, cancellationToken).ConfigureAwait(false))?.Version == 2, "What another one wrote is not read.");
        Expect(!await WriteAsync(2).ConfigureAwait(false), "Version 2 is written where another one wrote it.");

        Task<bool> WriteAsync(long version) => ledger.TryWriteAsync(key, Document(version), cancellationToken);

        void Expect(bool condition, string fault) => Note(faults, condition, fault);
    }

    private static async Task CheckKeysAsync(Func<IAttributeLedger> open, string key, List<string> faults, CancellationToken cancellationToken)
    {
        var ledger = open();
        var (lower, upper) = (key + " a", key + " A");
        await ledger.TryWriteAsync(lower, new LedgerDocument(1, """{"of":"lower"}"""), cancellationToken).ConfigureAwait(false);
        Note(faults, await ledger.ReadAsync(upper, cancellationToken).ConfigureAwait(false) is null, "Two keys that differ in letter case are taken for one.");
        Note(faults, await ledger.ReadAsync(lower + " ", cancellationToken).ConfigureAwait(false) is null, "Two keys that differ in a space at the end are taken for one.");
        Note(faults, (await ledger.ReadAsync(lower, cancellationToken).ConfigureAwait(false))?.Content.Contains("lower", StringComparison.Ordinal) == true, "A document is not read under its key.");
    }

    private static async Task CheckContentAsync(Func<IAttributeLedger> open, string key, List<string> faults, CancellationToken cancellationToken)
    {
        // About what a tenant with a thousand attributes needs, with letters of any script and what JSON and SQL escape.
        var content = new JsonObject { ["text"] = "é ñ 日本 \ud83d\ude00 ' \" \\ \n %", ["null"] = null, ["number"] = 1.5, ["long"] = new string('x', 256 * 1024) };
        var ledger = open();
        await ledger.TryWriteAsync(key + " content", new LedgerDocument(1, content.ToJsonString()), cancellationToken).ConfigureAwait(false);
        var read = await open().ReadAsync(key + " content", cancellationToken).ConfigureAwait(false);
        Note(faults, read is not null && JsonNode.DeepEquals(content, JsonNode.Parse(read.Content)), "A content of 256 KiB, with letters of any script, is not read as it was written.");
    }

    private static async Task CheckCancellationAsync(Func<IAttributeLedger> open, string key, List<string> faults)
    {
        var ledger = open();
        var isCancelled = false;
        try
        {
            await ledger.TryWriteAsync(key + " cancelled", Document(1), new CancellationToken(canceled: true)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            isCancelled = true;
        }

        Note(faults, isCancelled, "A writing with a cancelled token does not end in OperationCanceledException.");
        Note(faults, await ledger.ReadAsync(key + " cancelled", CancellationToken.None).ConfigureAwait(false) is null, "A cancelled writing was written.");
    }

    /// <summary>Counts up from several instances at once: a lost or a doubled number shows that two wrote the same version.</summary>
    private static async Task CheckManyWritersAsync(Func<IAttributeLedger> open, string key, List<string> faults, CancellationToken cancellationToken)
    {
        var counted = key + " count";
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => CountAsync(open(), counted, cancellationToken), cancellationToken))).ConfigureAwait(false);
        var document = await open().ReadAsync(counted, cancellationToken).ConfigureAwait(false);
        var count = document is null ? 0 : Count(document);
        Note(
            faults,
            count == Writers * WritesEach && document!.Version == count,
            string.Create(CultureInfo.InvariantCulture, $"{Writers} instances that write at once, {WritesEach} times each, leave {count} writings and version {document?.Version ?? 0}."));
    }

    private static async Task CountAsync(IAttributeLedger ledger, string key, CancellationToken cancellationToken)
    {
        var written = 0;
        for (var attempt = 0; attempt < MostAttempts && written < WritesEach; attempt++)
        {
            var document = await ledger.ReadAsync(key, cancellationToken).ConfigureAwait(false);
            var next = new JsonObject { ["count"] = (document is null ? 0 : Count(document)) + 1 };
            if (await ledger.TryWriteAsync(key, new LedgerDocument((document?.Version ?? 0) + 1, next.ToJsonString()), cancellationToken).ConfigureAwait(false))
            {
                written++;
            }
        }
    }

    private static int Count(LedgerDocument document) => JsonNode.Parse(document.Content)!["count"]!.GetValue<int>();

    private static LedgerDocument Document(long version) => new(version, """{"written":true}""");

    private static void Note(List<string> faults, bool condition, string fault)
    {
        if (!condition)
        {
            faults.Add(fault);
        }
    }
}
