using System.Threading.RateLimiting;

namespace Optimove.Attributes.Client.Tests.RateLimiting;

internal static class WaiterExtensions
{
    /// <summary>What a waiter got that must have it by now: awaiting one that still waits would hang the test.</summary>
    public static async Task<bool> IsAcquiredByNow(this Task<RateLimitLease> waiter)
    {
        Assert.True(waiter.IsCompleted, "The waiter still waits.");
        return (await waiter).IsAcquired;
    }
}
