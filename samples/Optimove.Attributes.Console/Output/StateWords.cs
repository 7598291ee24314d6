namespace Optimove.Attributes.Console;

/// <summary>States as the user reads them.</summary>
internal static class StateWords
{
    public static string Of(ValueState state) => state switch
    {
        ValueState.Accepted => "accepted",
        ValueState.Rejected => "rejected",
        ValueState.Unconfirmed => "unconfirmed",
        _ => "not sent",
    };
}
