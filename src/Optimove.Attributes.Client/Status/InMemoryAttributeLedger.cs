namespace Optimove.Attributes.Client;

/// <summary>A ledger that lasts as long as the process, and that no other one sees. The default.</summary>
public sealed class InMemoryAttributeLedger : IAttributeLedger
{
    private readonly Dictionary<string, LedgerDocument> _documents = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<LedgerDocument?> ReadAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_documents)
        {
            return Task.FromResult(_documents.GetValueOrDefault(key));
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(string key, LedgerDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(document);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_documents)
        {
            if (document.Version != (_documents.GetValueOrDefault(key)?.Version ?? 0) + 1)
            {
                return Task.FromResult(false);
            }

            _documents[key] = document;
            return Task.FromResult(true);
        }
    }
}
