using Microsoft.Extensions.DependencyInjection;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>Makes each of the four calls, and uses all of what comes back.</summary>
internal static class AnswerReader
{
    public static async Task CallAsync(IOptimoveAttributesClient client, int kind)
    {
        switch (kind)
        {
            case 0:
                var added = await client.AddAttributeAsync(new AttributeDefinition("A", AttributeType.Int));
                _ = $"{added.RequestId}{added.Message}";
                break;
            case 1:
                var updated = await client.UpdateAttributesAsync([new CustomerUpdate("42") { ["A"] = 1 }]);
                _ = $"{updated.RequestId}{updated.Message}";
                break;
            case 2:
                Use(await client.GetCustomerAttributesAsync("42"));
                break;
            default:
                Use(await client.ListAttributesAsync());
                break;
        }
    }

    private static void Use(CustomerProfile profile)
    {
        foreach (var entry in profile.Attributes)
        {
            _ = $"{entry.RealFieldName}{entry.Alias}{entry.Type}{entry.Value}{profile.GetString(entry.RealFieldName)}";
            Documented(() => entry.AsInt32());
            Documented(() => entry.AsInt64());
            Documented(() => entry.AsDecimal());
            Documented(() => entry.AsDate());
            _ = entry.Matches("Gold") || entry.Matches(1) || entry.Matches(1.5m) || entry.Matches(new DateOnly(2022, 10, 21)) || entry.Matches(AttributeValue.Clear);
        }

        static void Documented<T>(Func<T> read)
        {
            try
            {
                _ = read();
            }
            catch (FormatException)
            {
                // The value is not of that type.
            }
        }
    }

    private static void Use(IReadOnlyList<CatalogEntry> catalog)
    {
        foreach (var entry in catalog)
        {
            _ = $"{entry.RealFieldName}{entry.Description}{entry.Alias}{entry.Type}{entry.Source}{entry.CreatedAt}{entry.UpdatedAt}";
            foreach (var (name, value) in entry.AdditionalFields)
            {
                _ = name + value.GetRawText();
            }
        }
    }

    public static ServiceProvider Provide(StubAnswerHandler stub)
    {
        var services = new ServiceCollection();
        services.AddOptimoveAttributes(static options =>
        {
            options.BaseAddress = new Uri("http://127.0.0.1:9/");
            options.ApiKey = "key";
            options.MaxRetryAttempts = 0;
            options.RateLimits = [new(1_000_000, TimeSpan.FromSeconds(1))];
        }).ConfigurePrimaryHttpMessageHandler(() => stub);
        return services.BuildServiceProvider();
    }
}
