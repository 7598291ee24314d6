namespace Optimove.Attributes.Client;

/// <summary>
/// Keeps what this application created, reserved and updated through the API, and what its user declared: a small document for each tenant. The vendor's
/// catalog is documented to hold none of it, so the cap and the statuses are known as well as the ledger is kept.
/// </summary>
/// <remarks>
/// To write one of your own, over a database or a cache that all instances share, keep for each key a number and a text, and replace both in one atomic step, only where
/// the number is the one before. The package <c>Optimove.Attributes.Client.Testing</c> has a check for any implementation. What can't be read or written is
/// an <see cref="IOException"/>: where nothing was sent yet, it goes to the caller; where the server has taken a call, it is logged and the call goes on, and a later look at the
/// catalog makes good for it. Give the store a timeout of its own: calls wait for it. It holds attributes, not values: a few hundred bytes for each, written a few times when one is created and at most once a minute while it is
/// updated. No customer id, value or secret is in it. Safe for use by many threads.
/// </remarks>
public interface IAttributeLedger
{
    /// <summary>Reads the document of a tenant.</summary>
    /// <param name="key">The tenant: <see cref="OptimoveAttributesOptions.Tenant"/> and <see cref="OptimoveAttributesOptions.BaseAddress"/>, to be compared letter by letter.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The document as it was written last, by whomever; <see langword="null"/> where there is none.</returns>
    /// <exception cref="IOException">It can't be read.</exception>
    Task<LedgerDocument?> ReadAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Writes the document of a tenant, unless somebody else wrote it since it was read. Once this returned <see langword="true"/>, the document is kept.</summary>
    /// <param name="key">The tenant.</param>
    /// <param name="document">The document, with the version after the one that it replaces: 1 where there is none.</param>
    /// <param name="cancellationToken">Ends the writing, before the document is replaced or not at all.</param>
    /// <returns>Whether it was written; <see langword="false"/> where the version that is there is not the one before, and then nothing was changed.</returns>
    /// <exception cref="IOException">It can't be written.</exception>
    Task<bool> TryWriteAsync(string key, LedgerDocument document, CancellationToken cancellationToken = default);
}
