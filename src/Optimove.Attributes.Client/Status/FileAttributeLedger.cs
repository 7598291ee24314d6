using System.Text.Json;

namespace Optimove.Attributes.Client;

/// <summary>
/// A ledger in one file, for all processes of a machine. The file is written whole, beside the old one, flushed, and renamed into its place, under a lock: a process that is
/// killed at any moment leaves the old file or the new one.
/// </summary>
/// <remarks>
/// The lock is a file of the same name with <c>.lock</c> at its end, which stays there. Put both on a disk of the machine: whether a network drive holds to locks
/// is its own affair. One file may hold any number of tenants.
/// </remarks>
public sealed class FileAttributeLedger : IAttributeLedger
{
    private static readonly TimeSpan LongestWaitForLock = TimeSpan.FromSeconds(30);

    // In use by another process, as Linux (EAGAIN), macOS (EAGAIN) and Windows (sharing and lock violation) say it.
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly string _path;

    /// <summary>Opens a ledger. Nothing is read or written yet.</summary>
    /// <param name="path">The file. It and its folder are made with the first writing.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or no path.</exception>
    public FileAttributeLedger(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
    }

    /// <inheritdoc/>
    public async Task<LedgerDocument?> ReadAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var file = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return file.Tenants.TryGetValue(key, out var tenant) ? new LedgerDocument(tenant.Version, tenant.Content.GetRawText()) : null;
    }

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(string key, LedgerDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(document);
        using var content = JsonDocument.Parse(document.Content);
        using var fileLock = await LockAsync(cancellationToken).ConfigureAwait(false);
        var file = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (document.Version != (file.Tenants.GetValueOrDefault(key)?.Version ?? 0) + 1)
        {
            return false;
        }

        file.Tenants[key] = new LedgerFile.Tenant { Version = document.Version, Content = content.RootElement };
        cancellationToken.ThrowIfCancellationRequested();
        Write(file);
        return true;
    }

    private async Task<LedgerFile> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using (stream.ConfigureAwait(false))
            {
                var file = await JsonSerializer.DeserializeAsync(stream, LedgerJsonContext.Default.LedgerFile, cancellationToken).ConfigureAwait(false);
                return file is { Format: LedgerFile.CurrentFormat } ? file : throw new IOException($"{_path} was written by another version of this library, or is no ledger. It was left as it is.");
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new LedgerFile { Format = LedgerFile.CurrentFormat };
        }
        catch (JsonException exception)
        {
            throw new IOException($"{_path} is no ledger, or was changed by hand. It was left as it is.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private void Write(LedgerFile file)
    {
        var next = _path + ".tmp";
        try
        {
            using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(stream, file, LedgerJsonContext.Default.LedgerFile);
                stream.Flush(flushToDisk: true);
            }

            File.Move(next, _path, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Waits until no other process writes. The system takes the lock of one that ended.</summary>
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = _path + ".lock";
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new IOException(exception.Message, exception);
            }
            catch (IOException exception) when (InUse.Contains(exception.HResult) && TimeProvider.System.GetElapsedTime(start) < LongestWaitForLock)
            {
                // Different pauses, so that those who wait do not come back all at once.
                await Task.Delay(Random.Shared.Next(2, 12), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
