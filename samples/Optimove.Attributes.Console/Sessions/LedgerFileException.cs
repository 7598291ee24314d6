namespace Optimove.Attributes.Console;

/// <summary>The ledger can't be read or written. What needs it was not sent.</summary>
internal sealed class LedgerFileException(string message, Exception innerException) : IOException(message, innerException);
