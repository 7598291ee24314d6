namespace Optimove.Attributes.Client;

/// <summary>What a ledger keeps for one tenant.</summary>
/// <param name="Version">Counts the writings, from 1.</param>
/// <param name="Content">A JSON object. A store may format it otherwise, and change nothing else.</param>
public sealed record LedgerDocument(long Version, string Content);
