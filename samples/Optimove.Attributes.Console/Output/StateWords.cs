namespace Optimove.Attributes.Console;

/// <summary>States as the user reads them.</summary>
internal static class StateWords
{
    public static string Of(DeliveryState state) => state switch
    {
        DeliveryState.Confirmed => "confirmed",
        DeliveryState.Accepted => "accepted",
        DeliveryState.Rejected => "rejected",
        DeliveryState.Unconfirmed => "unconfirmed",
        _ => "not sent",
    };
}
