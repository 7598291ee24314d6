namespace Optimove.Attributes.Console;

/// <summary>Hears of every call as it ends.</summary>
internal interface IDeliveryProgress
{
    void CallEnded(long number, PlannedCall call, CallOutcome outcome);
}
