namespace Optimove.Attributes.Client.Tests.Support;

internal static class TestClient
{
    public const string ApiKey = "test-key-7f3a";

    public static OptimoveAttributesClient Create(Uri address, TimeProvider? clock = null, Action<OptimoveAttributesOptions>? configure = null)
    {
        var options = new OptimoveAttributesOptions { BaseAddress = address, ApiKey = ApiKey };
        configure?.Invoke(options);
        return OptimoveAttributesClient.Create(options, clock);
    }

    public static CustomerUpdate[] FullCall() => [.. Enumerable.Range(0, 1000).Select(static customer =>
    {
        var update = new CustomerUpdate($"customer-{customer}");
        for (var attribute = 0; attribute < 10; attribute++)
        {
            update[$"ATTRIBUTE_{attribute}"] = $"value {customer}";
        }

        return update;
    })];
}
