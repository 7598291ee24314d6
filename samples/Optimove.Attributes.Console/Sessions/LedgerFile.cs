using System.Security.Cryptography;
using System.Text;

namespace Optimove.Attributes.Console;

/// <summary>The ledger of a command: a file, so that the cap and the statuses hold from run to run. Its failures are told from those of the output.</summary>
internal sealed class LedgerFile(string path) : IAttributeLedger
{
    private readonly FileAttributeLedger _file = new(path);

    /// <summary>Under the user's application data; blank where the system knows no such folder.</summary>
    public static string DefaultFolder
    {
        get
        {
            var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return data.Length == 0 ? string.Empty : Path.Combine(data, "Optimove.Attributes");
        }
    }

    /// <param name="given">The file that the command line names, if any.</param>
    /// <param name="folder">Where the files are of whom it names none.</param>
    /// <param name="tenant">The tenant's name.</param>
    /// <param name="baseAddress">Its address.</param>
    /// <exception cref="InputException">There is no such place.</exception>
    public static LedgerFile Open(string? given, string folder, string tenant, Uri baseAddress)
    {
        if (given is not null)
        {
            return string.IsNullOrWhiteSpace(given) ? throw new InputException("--ledger is blank.") : new LedgerFile(given);
        }

        if (folder.Length == 0)
        {
            throw new InputException("This system names no folder for application data: give the ledger a place with --ledger FILE.");
        }

        // Each tenant and address has a file of its own. Both may hold what a file name can't.
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant} {baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/')}")))[..16];
        return new LedgerFile(Path.Combine(folder, $"ledger-{hash}.json"));
    }

    public Task<LedgerDocument?> ReadAsync(string key, CancellationToken cancellationToken = default) => OfLedger(() => _file.ReadAsync(key, cancellationToken));

    public Task<bool> TryWriteAsync(string key, LedgerDocument document, CancellationToken cancellationToken = default) => OfLedger(() => _file.TryWriteAsync(key, document, cancellationToken));

    private static async Task<T> OfLedger<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new LedgerFileException(exception.Message, exception);
        }
    }
}
