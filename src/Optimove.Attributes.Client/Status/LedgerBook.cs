using System.Text.Json;

namespace Optimove.Attributes.Client;

/// <summary>One tenant's document in a ledger, read and changed as what it means.</summary>
internal sealed class LedgerBook(IAttributeLedger ledger, string key) : IDisposable
{
    private const int MostAttempts = 1000;

    // Of this process one at a time, so that only other processes can come in between.
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <summary>Whether nothing of it outlasts the process.</summary>
    public bool IsInMemory => ledger is InMemoryAttributeLedger;

    /// <summary>A tenant is known by its name and address: keys rotate.</summary>
    public static string KeyOf(string tenant, Uri baseAddress) => $"{tenant} {baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/')}";

    /// <exception cref="IOException">The ledger can't be read.</exception>
    public async Task<LedgerContent> ReadAsync(CancellationToken cancellationToken) => Parse(await ledger.ReadAsync(key, cancellationToken).ConfigureAwait(false));

    /// <summary>Changes the document; where somebody else was quicker, once more on what they left.</summary>
    /// <param name="change">Changes the content. It may be called several times, and refuses by throwing.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is changed then.</param>
    /// <exception cref="IOException">The ledger can't be read or written.</exception>
    public async Task<T> ChangeAsync<T>(Func<LedgerContent, T> change, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                var document = await ledger.ReadAsync(key, cancellationToken).ConfigureAwait(false);
                var content = Parse(document);
                var before = Write(content);
                var result = change(content);
                var after = Write(content);
                if (after == before || await ledger.TryWriteAsync(key, new LedgerDocument((document?.Version ?? 0) + 1, after), cancellationToken).ConfigureAwait(false))
                {
                    return result;
                }
            }
        }
        finally
        {
            _writer.Release();
        }

        throw new IOException("The ledger was changed by others each time that it was to be written.");
    }

    public void Dispose() => _writer.Dispose();

    private static string Write(LedgerContent content) => JsonSerializer.Serialize(content, LedgerJsonContext.Default.LedgerContent);

    private static LedgerContent Parse(LedgerDocument? document)
    {
        if (document is null)
        {
            return new LedgerContent();
        }

        try
        {
            var content = JsonSerializer.Deserialize(document.Content, LedgerJsonContext.Default.LedgerContent);
            return content is { Format: LedgerContent.CurrentFormat } ? content : throw new IOException("The ledger was written by another version of this library.");
        }
        catch (JsonException exception)
        {
            throw new IOException("The ledger holds what this library did not write.", exception);
        }
    }
}
