using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>What <see cref="FileAttributeLedger"/> writes.</summary>
internal sealed class LedgerFile
{
    public const int CurrentFormat = 1;

    public int Format { get; set; }

    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public Dictionary<string, Tenant> Tenants { get; } = new(StringComparer.Ordinal);

    internal sealed class Tenant
    {
        public required long Version { get; init; }

        public required JsonElement Content { get; init; }
    }
}
