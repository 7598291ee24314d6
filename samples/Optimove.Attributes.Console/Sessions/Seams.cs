namespace Optimove.Attributes.Console;

/// <summary>What a test changes and a user does not.</summary>
internal sealed record Seams
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The folder of the ledgers.</summary>
    public string LedgerFolder { get; init; } = LedgerFile.DefaultFolder;

    /// <summary>Changes the client's options, such as how long it waits between retries.</summary>
    public Action<OptimoveAttributesOptions>? Configure { get; init; }
}
