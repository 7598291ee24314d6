using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>What the SDK keeps in a ledger for one tenant.</summary>
internal sealed class LedgerContent
{
    public const int CurrentFormat = 1;

    public int Format { get; set; } = CurrentFormat;

    /// <summary>The user declared that what is not in here did not happen.</summary>
    public bool IsComplete { get; set; }

    /// <summary>How many attributes others created through the API, by what the server's errorId 1 told.</summary>
    public int UnknownCount { get; set; }

    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public Dictionary<string, LedgerEntry> Attributes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public LedgerEntry GetOrAdd(string realFieldName)
    {
        if (!Attributes.TryGetValue(realFieldName, out var entry))
        {
            Attributes.Add(realFieldName, entry = new LedgerEntry());
        }

        return entry;
    }
}
