using Microsoft.Extensions.DependencyInjection;
using Optimove.Attributes.Client;
using Optimove.Attributes.Client.Testing;

namespace Example.Loyalty;

/// <summary>A small service of yours.</summary>
public sealed class LoyaltyService(IOptimoveAttributesClient optimove)
{
    /// <summary>Tells Optimove a customer's tier. False means: nobody answered, try again later.</summary>
    public async Task<bool> PromoteAsync(string customerId, int points, CancellationToken cancellationToken = default)
    {
        var update = new CustomerUpdate(customerId) { ["TIER"] = points >= 1000 ? "Gold" : "Silver", ["POINTS"] = points };
        try
        {
            await optimove.UpdateAttributesAsync([update], cancellationToken);
            return true;
        }
        catch (OptimoveTransportException)
        {
            return false;
        }
    }
}

/// <summary>Its tests, over real HTTP, on a tenant of their own.</summary>
public sealed class LoyaltyServiceTests : IDisposable
{
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start();
    private readonly ServiceProvider _provider;
    private readonly LoyaltyService _service;

    public LoyaltyServiceTests()
    {
        _simulator.AddAttribute("TIER", "VARCHAR(10)");
        _simulator.AddAttribute("POINTS", "INT");
        _simulator.AddCustomer("42");

        var services = new ServiceCollection().AddSingleton<LoyaltyService>();
        services.AddOptimoveAttributes(options =>
        {
            options.BaseAddress = _simulator.BaseAddress;
            options.ApiKey = _simulator.ApiKey;
            options.RetryBaseDelay = TimeSpan.FromMilliseconds(1);
        });
        _provider = services.BuildServiceProvider();
        _service = _provider.GetRequiredService<LoyaltyService>();
    }

    [Theory]
    [InlineData(999, "Silver")]
    [InlineData(1000, "Gold")]
    public async Task Promote_ByPoints_GivesTheTier(int points, string tier)
    {
        Assert.True(await _service.PromoteAsync("42", points));

        _simulator.ShouldHaveReceived(SimulatedCall.UpdateCustomerAttributes);
        _simulator.ShouldHaveValue("42", "TIER", tier);
        _simulator.ShouldHaveRefusedNothing();
    }

    [Fact]
    public async Task Promote_WhileTheServerIsBusy_TriesAgain()
    {
        _simulator.Inject(Fault.Status(503), FaultTrigger.Next(2));

        Assert.True(await _service.PromoteAsync("42", 1000));

        _simulator.ShouldHaveReceived(SimulatedCall.UpdateCustomerAttributes, times: 3);
        _simulator.ShouldHaveValue("42", "TIER", "Gold");
    }

    [Fact]
    public async Task Promote_NobodyAnswers_SaysSo()
    {
        _simulator.Inject(Fault.ConnectionReset(), FaultTrigger.Always);

        Assert.False(await _service.PromoteAsync("42", 1000));
    }

    [Fact]
    public async Task Promote_AnAttributeThatIsNotOpenForUpdates_IsAcceptedAndRefusedLater()
    {
        _simulator.RejectValues("UPDATE_FIELD_TEMPORARY_UNAVAILABLE", (customerId, realFieldName) => realFieldName == "TIER");

        Assert.True(await _service.PromoteAsync("42", 1000));

        Assert.Equal(
            new ValueError("UPDATE_FIELD_TEMPORARY_UNAVAILABLE", "42", "TIER"),
            Assert.Single(_simulator.UpdateOutcomes.Single().Errors));
    }

    public void Dispose()
    {
        _provider.Dispose();
        _simulator.Dispose();
    }
}
