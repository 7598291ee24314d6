using System.Globalization;
using System.Text.Json;

namespace Optimove.Attributes.Client.Tests;

/// <summary>What a test runs in a process of its own, to kill it or to have several at once.</summary>
internal static class Program
{
    public static Task Main(string[] args) => args switch
    {
        ["count", var file, var writer] => CountAsync(new FileAttributeLedger(file), writer),
        ["add", var file, var address, var key, var prefix, var count] => AddAsync(new FileAttributeLedger(file), new Uri(address), key, prefix, int.Parse(count, CultureInfo.InvariantCulture)),
        ["reserve", var file, var address, var key, var name] => AddAsync(new StuckLedger(new FileAttributeLedger(file)), new Uri(address), key, name, 1),
        _ => throw new ArgumentException("These are the tests. Run them with dotnet test."),
    };

    /// <summary>Counts up in the ledger, and says each number once it is written.</summary>
    private static async Task CountAsync(FileAttributeLedger ledger, string writer)
    {
        while (true)
        {
            var document = await ledger.ReadAsync("counts");
            var counts = document is null ? [] : JsonSerializer.Deserialize<Dictionary<string, int>>(document.Content)!;
            counts[writer] = counts.GetValueOrDefault(writer) + 1;
            if (await ledger.TryWriteAsync("counts", new LedgerDocument((document?.Version ?? 0) + 1, JsonSerializer.Serialize(counts))))
            {
                Console.WriteLine(counts[writer].ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Sends Adds all at once, and says how many were accepted and refused.</summary>
    private static async Task AddAsync(IAttributeLedger ledger, Uri address, string key, string prefix, int count)
    {
        await using var client = OptimoveAttributesClient.Create(new() { BaseAddress = address, ApiKey = key, Ledger = ledger });
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            try
            {
                await client.AddAttributeAsync(new AttributeDefinition($"{prefix}{number}", AttributeType.Int));
            }
            catch (AttributeCapExceededException)
            {
                Interlocked.Increment(ref refused);
            }
        }));
        Console.WriteLine($"{count - refused} {refused}");
    }

    /// <summary>Hangs once a slot is reserved, before anything is sent.</summary>
    private sealed class StuckLedger(IAttributeLedger inner) : IAttributeLedger
    {
        public Task<LedgerDocument?> ReadAsync(string key, CancellationToken cancellationToken = default) => inner.ReadAsync(key, cancellationToken);

        public async Task<bool> TryWriteAsync(string key, LedgerDocument document, CancellationToken cancellationToken = default)
        {
            await inner.TryWriteAsync(key, document, cancellationToken);
            Console.WriteLine("reserved");
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return true;
        }
    }
}
