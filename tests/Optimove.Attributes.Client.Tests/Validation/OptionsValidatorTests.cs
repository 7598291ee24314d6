using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Validation;

public sealed class OptionsValidatorTests
{
    private const string Secret = "s3cr3t";
    private const string LongSecret = "s3cr3t s3cr3t s3cr3t s3cr3t s3cr3t";

    [Fact]
    public void Validate_Defaults_AreRight()
    {
        Assert.Empty(Faults(static _ => { }));

        var options = new OptimoveAttributesOptions();
        Assert.Equal((4, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30)), (options.MaxRetryAttempts, options.RetryBaseDelay, options.MaxRetryDelay));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)), (options.AttemptTimeout, options.TotalTimeout));
        Assert.Equal(new RateLimit(50, TimeSpan.FromSeconds(10)), Assert.Single(options.RateLimits));
        Assert.Equal((TimeSpan.FromMinutes(2), 4_194_304, true, false), (options.Callbacks.Deadline, options.Callbacks.MaxBodyBytes, options.Callbacks.UnlistedMeansApplied, options.Callbacks.LooksAtDeadline));
        Assert.Equal(("default", null), (options.Tenant, options.Callbacks.PublicAddress));
        Assert.Equal((1_000, 10, 16_777_216), (options.MaxCustomersPerCall, options.MaxAttributesPerCustomer, options.MaxResponseBytes));
    }

    [Fact]
    public void Validate_OptionsOfAnotherClient_AreSkipped()
    {
        var validator = new OptionsValidator("brand-a");

        Assert.True(validator.Validate("brand-b", new OptimoveAttributesOptions()).Skipped);
        Assert.True(validator.Validate("brand-a", new OptimoveAttributesOptions()).Failed);
    }

    public static TheoryData<Action<OptimoveAttributesOptions>> Boundaries =>
    [
        static o => o.MaxRetryAttempts = 0,
        static o => o.MaxRetryAttempts = 100,
        static o => o.RetryBaseDelay = TimeSpan.FromTicks(1),
        static o => (o.RetryBaseDelay, o.MaxRetryDelay) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1)),
        static o => o.AttemptTimeout = TimeSpan.FromMilliseconds(10),
        static o => (o.AttemptTimeout, o.TotalTimeout) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1)),
        static o => o.TotalTimeout = o.AttemptTimeout,
        static o => o.RateLimits = [new(1, TimeSpan.FromTicks(1)), new(int.MaxValue, TimeSpan.FromDays(1))],
        static o => (o.MaxCustomersPerCall, o.MaxAttributesPerCustomer) = (1, 1),
        static o => o.MaxResponseBytes = 1024,
        static o => o.BaseAddress = new Uri("https://api4.optimove.net/current"),
        static o => o.BaseAddress = new Uri("http://localhost:5000/"),
        static o => o.BaseAddress = new Uri("http://127.0.0.1:5000/"),
        static o => o.ApiKey = "!~",
        static o => (o.Callbacks.PublicAddress, o.Callbacks.Secrets) = (new Uri("https://crm.example.com/optimove/callbacks/"), [new string('s', 32)]),
        static o => (o.Callbacks.PublicAddress, o.Callbacks.Secrets) = (new Uri("http://127.0.0.1:5000"), [LongSecret, LongSecret]),
        static o => (o.Callbacks.Deadline, o.Callbacks.MaxBodyBytes) = (TimeSpan.FromDays(1), 1024),
        static o => o.Callbacks.Secrets = null!,
        static o => (o.ApiKey, o.ApiKeyProvider) = (null, static _ => new("key")),
    ];

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Validate_AtABoundary_IsRight(Action<OptimoveAttributesOptions> change) => Assert.Empty(Faults(change));

    public static TheoryData<Action<OptimoveAttributesOptions>, string> Wrong => new()
    {
        { static o => o.MaxRetryAttempts = -1, "MaxRetryAttempts is -1; it is from 0 to 100." },
        { static o => o.MaxRetryAttempts = 101, "MaxRetryAttempts is 101; it is from 0 to 100." },
        { static o => o.RetryBaseDelay = TimeSpan.Zero, "RetryBaseDelay is 00:00:00; it is above zero and at most a day." },
        { static o => o.RetryBaseDelay = TimeSpan.FromSeconds(-1), "RetryBaseDelay is -00:00:01; it is above zero and at most a day." },
        { static o => (o.RetryBaseDelay, o.MaxRetryDelay) = (TimeSpan.FromTicks(864_000_000_001), TimeSpan.FromDays(1)), "RetryBaseDelay is 1.00:00:00.0000001; it is above zero and at most a day.|MaxRetryDelay is 1.00:00:00; it is not below RetryBaseDelay and at most a day." },
        { static o => o.MaxRetryDelay = TimeSpan.FromMilliseconds(499), "MaxRetryDelay is 00:00:00.4990000; it is not below RetryBaseDelay and at most a day." },
        { static o => o.MaxRetryDelay = TimeSpan.FromDays(2), "MaxRetryDelay is 2.00:00:00; it is not below RetryBaseDelay and at most a day." },
        { static o => o.AttemptTimeout = TimeSpan.FromMilliseconds(9), "AttemptTimeout is 00:00:00.0090000; it is from 10 milliseconds to a day." },
        { static o => o.AttemptTimeout = Timeout.InfiniteTimeSpan, "AttemptTimeout is -00:00:00.0010000; it is from 10 milliseconds to a day." },
        { static o => o.TotalTimeout = TimeSpan.FromSeconds(29), "TotalTimeout is 00:00:29; it is not below AttemptTimeout and at most a day." },
        { static o => o.TotalTimeout = TimeSpan.FromDays(1.5), "TotalTimeout is 1.12:00:00; it is not below AttemptTimeout and at most a day." },
        { static o => o.RateLimits = [], "RateLimits is empty: at least one limit is needed." },
        { static o => o.RateLimits = null!, "RateLimits is empty: at least one limit is needed." },
        { static o => o.RateLimits = [new(50, TimeSpan.FromSeconds(10)), null!], "RateLimits holds null; a limit allows at least one request, in a window above zero and of at most a day." },
        { static o => o.RateLimits = [new(-1, TimeSpan.FromSeconds(10))], "RateLimits holds -1 in 00:00:10; a limit allows at least one request, in a window above zero and of at most a day." },
        { static o => o.RateLimits = [new(2_000, TimeSpan.Zero)], "RateLimits holds 2000 in 00:00:00; a limit allows at least one request, in a window above zero and of at most a day." },
        { static o => o.RateLimits = [new(1, TimeSpan.FromDays(2))], "RateLimits holds 1 in 2.00:00:00; a limit allows at least one request, in a window above zero and of at most a day." },
        { static o => o.MaxCustomersPerCall = 0, "MaxCustomersPerCall is 0; it is at least 1." },
        { static o => o.MaxAttributesPerCustomer = -5, "MaxAttributesPerCustomer is -5; it is at least 1." },
        { static o => o.MaxResponseBytes = 1023, "MaxResponseBytes is 1023; it is at least 1,024." },
        { static o => o.Tenant = " ", "Tenant is blank." },
        { static o => o.Callbacks = null!, "Callbacks is null." },
        { static o => o.Callbacks.PublicAddress = new Uri("https://crm.example.com/cb"), "Callbacks.Secrets is empty: with a PublicAddress at least one secret is needed." },
        { static o => (o.Callbacks.PublicAddress, o.Callbacks.Secrets) = (new Uri("http://crm.example.com/cb"), [LongSecret]), "Callbacks.PublicAddress is not https; http is for loopback alone." },
        { static o => (o.Callbacks.PublicAddress, o.Callbacks.Secrets) = (new Uri("/cb", UriKind.Relative), [LongSecret]), "Callbacks.PublicAddress is not absolute: it begins with https://." },
        { static o => (o.Callbacks.PublicAddress, o.Callbacks.Secrets) = (new Uri("https://crm.example.com/cb?s3cr3t"), [LongSecret]), "Callbacks.PublicAddress holds a user, a query or a fragment; only host, port and path are kept." },
        { static o => o.Callbacks.Secrets = [LongSecret, "s3cr3t", null!, new string(' ', 40)], "Callbacks.Secrets[1] is blank or shorter than 32 characters.|Callbacks.Secrets[2] is blank or shorter than 32 characters.|Callbacks.Secrets[3] is blank or shorter than 32 characters." },
        { static o => o.Callbacks.Deadline = TimeSpan.Zero, "Callbacks.Deadline is 00:00:00; it is above zero and at most a day." },
        { static o => o.Callbacks.Deadline = TimeSpan.FromDays(2), "Callbacks.Deadline is 2.00:00:00; it is above zero and at most a day." },
        { static o => o.Callbacks.MaxBodyBytes = 1023, "Callbacks.MaxBodyBytes is 1023; it is at least 1,024." },
        { static o => o.BaseAddress = null, "BaseAddress is missing: give the tenant's address, such as https://api4.optimove.net/." },
        { static o => o.BaseAddress = new Uri("/current", UriKind.Relative), "BaseAddress is not absolute: it begins with https://." },
        { static o => o.BaseAddress = new Uri("http://api4.optimove.net/"), "BaseAddress is not https; http is for loopback alone." },
        { static o => o.BaseAddress = new Uri("ftp://localhost/"), "BaseAddress is not https; http is for loopback alone." },
        { static o => o.BaseAddress = new Uri("https://u:s3cr3t@api4.optimove.net/"), "BaseAddress holds a user, a query or a fragment; only host, port and path are kept." },
        { static o => o.BaseAddress = new Uri("https://api4.optimove.net/?key=s3cr3t"), "BaseAddress holds a user, a query or a fragment; only host, port and path are kept." },
        { static o => o.BaseAddress = new Uri("https://api4.optimove.net/#s3cr3t"), "BaseAddress holds a user, a query or a fragment; only host, port and path are kept." },
        { static o => o.ApiKey = null, "ApiKey is missing or blank: set ApiKey or ApiKeyProvider." },
        { static o => o.ApiKey = " \t", "ApiKey is missing or blank: set ApiKey or ApiKeyProvider." },
        { static o => o.ApiKey = "s3cr3t\n", "ApiKey holds white space, a control character or a letter outside ASCII, which a header can't carry." },
        { static o => o.ApiKey = "s3cr3t s3cr3t", "ApiKey holds white space, a control character or a letter outside ASCII, which a header can't carry." },
        { static o => o.ApiKey = "s3cr3té", "ApiKey holds white space, a control character or a letter outside ASCII, which a header can't carry." },
        { static o => o.ApiKey = "s3cr3t\u007F", "ApiKey holds white space, a control character or a letter outside ASCII, which a header can't carry." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_BeyondABoundary_SaysSoInEveryCulture(Action<OptimoveAttributesOptions> change, string expected)
    {
        foreach (var culture in new[] { "nl-NL", "sv-SE", "fa-IR", "" })
        {
            using var scope = new CultureScope(culture);

            var faults = Faults(change);

            Assert.Equal(expected.Split('|'), faults);
            Assert.DoesNotContain(faults, static fault => fault.Contains(Secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Validate_EverythingWrong_NamesAllAtOnce() => Assert.Equal(10, Faults(static o =>
    {
        o.BaseAddress = null;
        o.ApiKey = null;
        o.MaxRetryAttempts = -1;
        o.RetryBaseDelay = TimeSpan.Zero;
        o.MaxRetryDelay = TimeSpan.FromSeconds(-1);
        o.AttemptTimeout = TimeSpan.Zero;
        o.TotalTimeout = TimeSpan.FromSeconds(-1);
        o.RateLimits = [];
        o.MaxCustomersPerCall = 0;
        o.MaxAttributesPerCustomer = 0;
    }).Count);

    private static List<string> Faults(Action<OptimoveAttributesOptions> change)
    {
        var options = new OptimoveAttributesOptions { BaseAddress = new Uri("https://api4.optimove.net/"), ApiKey = "key" };
        change(options);
        return [.. new OptionsValidator("one").Validate("one", options).Failures ?? []];
    }
}
