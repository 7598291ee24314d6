namespace Optimove.Attributes.Client;

/// <summary>A value that waits for a call, and stands for those that it replaced.</summary>
/// <param name="Pair">The name and the value.</param>
/// <param name="Position">The update that it is from.</param>
/// <param name="Oldest">The update of the oldest value that it replaced; its own where it replaced none.</param>
/// <param name="Count">How many values of the input it stands for.</param>
internal readonly record struct PendingValue(KeyValuePair<string, AttributeValue> Pair, long Position, long Oldest, int Count);
