using System.Text.Json.Serialization;

namespace Optimove.Attributes.Client;

/// <summary>What the ledger holds of one attribute.</summary>
internal sealed class LedgerEntry
{
    public SlotState Slot { get; set; }

    /// <summary>When the slot came into its state, or was given up.</summary>
    public DateTimeOffset? SlotAt { get; set; }

    /// <summary>The Add calls of which more may be heard. Those of a slot that was given up can still take it again.</summary>
    public Dictionary<string, AddCallState>? Calls { get; set; }

    /// <summary>The catalog was not known when the slot was reserved: that it lists the attribute later does not show who created it.</summary>
    public bool MayBeForeign { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>The update before, for when the last one is taken back.</summary>
    public DateTimeOffset? PreviouslyUpdatedAt { get; set; }

    public AttributeSource? DeclaredSource { get; set; }

    [JsonIgnore]
    public bool IsOnItsWay => Slot is SlotState.Reserved or SlotState.Accepted;

    /// <summary>Whether it is one of those that the API may create, or is about to be.</summary>
    [JsonIgnore]
    public bool IsCounted => Slot != SlotState.None || DeclaredSource == AttributeSource.Api;

    [JsonIgnore]
    public bool IsEmpty => Slot == SlotState.None && Calls is null && UpdatedAt is null && PreviouslyUpdatedAt is null && DeclaredSource is null;

    public void SetSlot(SlotState slot, DateTimeOffset now)
    {
        Slot = slot;
        SlotAt = now;
    }

    public void Free()
    {
        Slot = SlotState.None;
        SlotAt = null;
        Calls = null;
        MayBeForeign = false;
    }
}
