namespace Optimove.Attributes.Client.Benchmarks.Server;

internal static class Clients
{
    /// <summary>A client whose limiter is out of the way.</summary>
    public static OptimoveAttributesClient WithoutLimit(Uri address) => Create(address, static options => options.RateLimits = [new(1_000_000, TimeSpan.FromMilliseconds(1))]);

    public static OptimoveAttributesClient Create(Uri address, Action<OptimoveAttributesOptions> configure)
    {
        var options = new OptimoveAttributesOptions { BaseAddress = address, ApiKey = "key" };
        configure(options);
        return OptimoveAttributesClient.Create(options);
    }
}
