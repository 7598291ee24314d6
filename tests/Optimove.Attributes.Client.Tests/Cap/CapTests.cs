using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Optimove.Attributes.Client.Testing;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Cap;

public sealed class CapTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new() { CreationDelay = TimeSpan.Zero, RateLimits = [] });
    private readonly List<OptimoveAttributesClient> _clients = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Add_TheFortyFirst_IsRefusedAndNotSent()
    {
        var client = CreateClient();
        await AddAsync(client, 40);
        _simulator.ClearRequests();

        var refused = await Assert.ThrowsAsync<AttributeCapExceededException>(() => client.AddAttributeAsync(Definition("ONE_MORE")));

        _simulator.ShouldHaveReceivedNothing();
        Assert.Equal(40, _simulator.Attributes.Count);
        Assert.Equal((40, 40, 0), (refused.Usage.Limit, refused.Usage.Used, refused.Usage.Left));
        Assert.Equal(["ONE_MORE"], refused.Requested);
        Assert.Equal(
            "Nothing was sent: 1 violation.\n- 1 attribute can't be created (ONE_MORE): of the 40 that the API may create, 0 are left. Created: none. On their way: "
            + string.Join(", ", Enumerable.Range(0, 40).Select(static number => string.Create(CultureInfo.InvariantCulture, $"A_{number:00}")))
            + ". Not known: what other applications created through the API. Not known: what was created before this process started, or in another one, for the ledger is in memory."
            + " Update attributes that exist, or have the limit raised by your CSM at the vendor and set MaxApiAttributes.",
            refused.Message.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(39)]
    [InlineData(0)]
    public async Task Add_ManyAtOnce_SendsNoMoreThanAreLeft(int used)
    {
        var client = CreateClient();
        await AddAsync(client, used);
        _simulator.ClearRequests();

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => IsAcceptedAsync(client, $"B_{number}")));

        Assert.Equal(40 - used, results.Count(static accepted => accepted));
        _simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 40 - used);
        Assert.Equal(40, _simulator.Attributes.Count);
    }

    [Fact]
    public async Task Add_OfFourProcessesAtOnceOnOneLedger_SendsNoMoreThanAreLeft()
    {
        var file = _folder["ledger.json"];
        await AddAsync(CreateClient(new FileAttributeLedger(file)), 39);
        _simulator.ClearRequests();

        var workers = Enumerable.Range(0, 4)
            .Select(number => new WorkerProcess("add", file, _simulator.BaseAddress.AbsoluteUri, _simulator.ApiKey, $"P{number}_", "25")).ToList();
        var counts = await Task.WhenAll(workers.Select(static worker => worker.ReadLineAsync()));
        workers.ForEach(static worker => worker.Dispose());

        Assert.Equal(["0 25", "0 25", "0 25", "1 24"], counts.Order(StringComparer.Ordinal));
        _simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 1);
        Assert.Equal(40, _simulator.Attributes.Count);
    }

    [Fact]
    public async Task Add_AfterARestart_StillKnows()
    {
        await AddAsync(CreateClient(new FileAttributeLedger(_folder["ledger.json"])), 40);
        _simulator.ClearRequests();

        var restarted = CreateClient(new FileAttributeLedger(_folder["ledger.json"]), options => options.ApiKey = "another-key");
        var refused = await Assert.ThrowsAsync<AttributeCapExceededException>(() => restarted.AddAttributeAsync(Definition("ONE_MORE")));

        // The key is wrong, so the catalog could not be read; the ledger knows all the same, as another key changes nothing.
        Assert.Equal(CapUncertainty.OtherApplications | CapUncertainty.CatalogNotRead, refused.Usage.Uncertainty);
        _simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 0);
    }

    [Fact]
    public async Task Ledger_OfAnotherTenantOrAddress_IsApart()
    {
        var ledger = new InMemoryAttributeLedger();
        await AddAsync(CreateClient(ledger), 3);
        var withSlash = new Uri(_simulator.BaseAddress.AbsoluteUri.TrimEnd('/') + "/");

        Assert.Equal(3, (await CreateClient(ledger, options => options.BaseAddress = withSlash).GetCapUsageAsync()).Used);
        Assert.Equal(0, (await CreateClient(ledger, static options => options.Tenant = "brand-b").GetCapUsageAsync()).Used);
        Assert.Equal(0, (await CreateClient(ledger, options => options.BaseAddress = new Uri(withSlash, "current/")).GetCapUsageAsync()).Used);
    }

    [Fact]
    public async Task Slot_OfAProcessKilledBeforeItSent_IsFreeTwoMinutesLater()
    {
        var file = _folder["ledger.json"];
        await AddAsync(CreateClient(new FileAttributeLedger(file)), 39);
        using var worker = new WorkerProcess("reserve", file, _simulator.BaseAddress.AbsoluteUri, _simulator.ApiKey, "KILLED_");
        Assert.Equal("reserved", await worker.ReadLineAsync());
        await worker.KillAsync();
        _clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        var client = CreateClient(new FileAttributeLedger(file));

        var refused = await Assert.ThrowsAsync<AttributeCapExceededException>(() => client.AddAttributeAsync(Definition("LAST")));
        _clock.Advance(TimeSpan.FromMinutes(2));
        await client.AddAttributeAsync(Definition("LAST"));

        Assert.Equal(["KILLED_0"], refused.Usage.OnTheirWay);
        _simulator.ShouldHaveAttribute("LAST", "INT");
        Assert.Equal(40, (await client.GetCapUsageAsync()).Used);
    }

    /// <summary>An Add may wait for a permit longer than its slot holds; what it creates counts all the same.</summary>
    [Fact]
    public async Task Slot_OfAnAddThatWaitsForMinutes_CountsOnceItIsAccepted()
    {
        using var limiter = new OptimoveRateLimiter([new RateLimit(1, TimeSpan.FromMinutes(3))], _clock);
        var ledger = new InMemoryAttributeLedger();
        var slow = CreateClient(ledger, options => (options.RateLimiter, options.MaxApiAttributes) = (limiter, 1));
        var other = CreateClient(ledger, static options => options.MaxApiAttributes = 1);
        await slow.ListAttributesAsync();
        var waiting = slow.AddAttributeAsync(Definition("SLOW"));
        while ((await other.GetCapUsageAsync()).OnTheirWay.Count == 0)
        {
            await Task.Delay(5);
        }

        _clock.Advance(TimeSpan.FromMinutes(2));
        var given = await other.GetCapUsageAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));
        await waiting;
        var after = await other.GetCapUsageAsync();

        Assert.Equal((0, 1), (given.Used, after.Used));
    }

    [Fact]
    public async Task Ledger_OfWhatWasGivenUp_IsCleanTwoDaysLater()
    {
        var ledger = new InMemoryAttributeLedger();
        var client = CreateClient(ledger, static options => options.MaxRetryAttempts = 0);
        _simulator.Inject(Fault.ConnectionReset(), FaultTrigger.Always.On(SimulatedCall.AddCustomerAttribute));
        await Assert.ThrowsAsync<OptimoveTransportException>(() => client.AddAttributeAsync(Definition("LOST")));

        _clock.Advance(TimeSpan.FromMinutes(2));
        await client.GetCapUsageAsync();
        var before = await ReadAsync();
        _clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromTicks(1));
        await client.GetCapUsageAsync();

        Assert.Contains("LOST", before, StringComparison.Ordinal);
        Assert.DoesNotContain("LOST", await ReadAsync(), StringComparison.Ordinal);

        async Task<string> ReadAsync() => (await ledger.ReadAsync($"default {_simulator.BaseAddress.AbsoluteUri.TrimEnd('/')}"))!.Content;
    }

    [Fact]
    public async Task Slot_OfAnAddThatTheServerRefused_IsFreeAtOnce()
    {
        var client = CreateClient();
        await AddAsync(client, 39);
        _simulator.Inject(Fault.Status(400));

        await Assert.ThrowsAsync<OptimoveApiException>(() => client.AddAttributeAsync(Definition("LAST")));
        await client.AddAttributeAsync(Definition("LAST"));

        Assert.Equal(40, _simulator.Attributes.Count);
    }

    [Fact]
    public async Task Slot_OfAnAddThatMayHaveArrived_CountsUntilTheCatalogTells()
    {
        var client = CreateClient(configure: static options => options.MaxRetryAttempts = 0);
        await client.ListAttributesAsync();
        _simulator.Inject(Fault.ConnectionReset().AfterApplying());
        await Assert.ThrowsAsync<OptimoveTransportException>(() => client.AddAttributeAsync(Definition("THERE")));
        _simulator.Inject(Fault.ConnectionReset());
        await Assert.ThrowsAsync<OptimoveTransportException>(() => client.AddAttributeAsync(Definition("NOT_THERE")));

        var before = await client.GetCapUsageAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));
        var after = await client.GetCapUsageAsync();

        Assert.Equal(["THERE"], before.Created);
        Assert.Equal(["NOT_THERE"], before.OnTheirWay);
        Assert.Equal(["THERE"], after.Created);
        Assert.Empty(after.OnTheirWay);
    }

    [Fact]
    public async Task Add_OfAnAttributeThatExists_NeedsNoSlot()
    {
        _simulator.AddAttribute("COUNTRY", "VARCHAR(50)", SimulatedSource.Batch);
        var client = CreateClient();
        await AddAsync(client, 40);

        await client.AddAttributeAsync(Definition("country"));
        await client.AddAttributeAsync(Definition("a_00"));

        Assert.Equal([2, 2], _simulator.AddOutcomes.TakeLast(2).Select(static outcome => outcome.ErrorId));
        Assert.Equal(40, (await client.GetCapUsageAsync()).Used);
    }

    [Fact]
    public async Task Add_TheSameNameAtOnce_TakesOneSlot()
    {
        var client = CreateClient(configure: static options => options.MaxApiAttributes = 1);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.AddAttributeAsync(Definition("TIER"))));

        Assert.Equal(1, (await client.GetCapUsageAsync()).Used);
    }

    [Fact]
    public async Task Catalog_IsReadForTheFirstAddAndTenMinutesLater()
    {
        var client = CreateClient();

        await AddAsync(client, 3);
        _simulator.ShouldHaveReceived(SimulatedCall.GetCustomerAttributeList, times: 1);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await client.AddAttributeAsync(Definition("B"));
        _simulator.ShouldHaveReceived(SimulatedCall.GetCustomerAttributeList, times: 1);
        _clock.Advance(TimeSpan.FromTicks(1));
        await client.AddAttributeAsync(Definition("C"));
        _simulator.ShouldHaveReceived(SimulatedCall.GetCustomerAttributeList, times: 2);
    }

    [Fact]
    public async Task Catalog_ThatCannotBeRead_ChangesNothingAndIsTriedAgainAMinuteLater()
    {
        var client = CreateClient(configure: static options => options.MaxRetryAttempts = 0);
        _simulator.Inject(Fault.Status(500), FaultTrigger.Always.On(SimulatedCall.GetCustomerAttributeList));

        await AddAsync(client, 3);
        _simulator.ShouldHaveReceived(SimulatedCall.GetCustomerAttributeList, times: 1);
        var usage = await client.GetCapUsageAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await client.AddAttributeAsync(Definition("B"));

        Assert.True(usage.Uncertainty.HasFlag(CapUncertainty.CatalogNotRead));
        _simulator.ShouldHaveReceived(SimulatedCall.GetCustomerAttributeList, times: 3);
        Assert.Equal(4, _simulator.Attributes.Count);
    }

    [Fact]
    public async Task Usage_WhereTheCatalogNamesSources_CountsWhatOthersCreatedAndIsSure()
    {
        await using var simulator = OptimoveSimulator.Start(new() { DetailedCatalog = true, CreationDelay = TimeSpan.Zero });
        simulator.AddAttribute("OTHERS", "INT", SimulatedSource.Api);
        simulator.AddAttribute("COUNTRY", "INT", SimulatedSource.Batch);
        var client = CreateClient(configure: options => (options.BaseAddress, options.ApiKey, options.MaxApiAttributes) = (simulator.BaseAddress, simulator.ApiKey, 2));

        await client.AddAttributeAsync(Definition("OWN"));
        var usage = await client.GetCapUsageAsync();
        var refused = await Assert.ThrowsAsync<AttributeCapExceededException>(() => client.AddAttributeAsync(Definition("ONE_MORE")));

        Assert.Equal(["OTHERS", "OWN"], usage.Created);
        Assert.Equal((CapUncertainty.None, 0), (usage.Uncertainty, usage.Left));
        Assert.DoesNotContain("Not known", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Declarations_CountForTheCap()
    {
        var client = CreateClient();

        await client.DeclareAsync("OTHERS", AttributeSource.Api);
        await client.DeclareAsync("COUNTRY", AttributeSource.Batch);
        var declared = await client.GetCapUsageAsync();
        await client.DeclareAsync("others", AttributeSource.Unknown);
        await client.DeclareLedgerCompleteAsync();
        var complete = await client.GetCapUsageAsync();

        Assert.Equal(["OTHERS"], declared.Created);
        Assert.Equal(CapUncertainty.OtherApplications | CapUncertainty.LedgerInMemory, declared.Uncertainty);
        Assert.Empty(complete.Created);
        Assert.Equal(CapUncertainty.None, complete.Uncertainty);
    }

    [Fact]
    public async Task Ledger_ThatFails_EndsAnAddBeforeItIsSentAndNoUpdate()
    {
        _simulator.AddAttribute("TIER", "INT");
        _simulator.AddCustomer("42");
        await File.WriteAllTextAsync(_folder["ledger.json"], "no ledger");
        var client = CreateClient(new FileAttributeLedger(_folder["ledger.json"]));

        await Assert.ThrowsAsync<IOException>(() => client.AddAttributeAsync(Definition("B")));
        await Assert.ThrowsAsync<IOException>(() => client.GetCapUsageAsync());
        await Assert.ThrowsAsync<IOException>(() => client.GetStatusesAsync());
        await client.UpdateAttributesAsync([new CustomerUpdate("42") { ["TIER"] = 1 }]);

        _simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 0);
        _simulator.ShouldHaveValue("42", "TIER", "1");
    }

    private static AttributeDefinition Definition(string name) => new(name, AttributeType.Int);

    private static Task<AddAttributeReceipt[]> AddAsync(OptimoveAttributesClient client, int count) => Task.WhenAll(Enumerable.Range(0, count)
        .Select(number => client.AddAttributeAsync(Definition(string.Create(CultureInfo.InvariantCulture, $"A_{number:00}")))));

    private static async Task<bool> IsAcceptedAsync(OptimoveAttributesClient client, string name)
    {
        try
        {
            await client.AddAttributeAsync(Definition(name));
            return true;
        }
        catch (AttributeCapExceededException)
        {
            return false;
        }
    }

    private OptimoveAttributesClient CreateClient(IAttributeLedger? ledger = null, Action<OptimoveAttributesOptions>? configure = null)
    {
        var client = TestClient.Create(_simulator.BaseAddress, _clock, options =>
        {
            options.ApiKey = _simulator.ApiKey;
            options.Ledger = ledger;
            options.RateLimits = [new(1000, TimeSpan.FromSeconds(1))];
            configure?.Invoke(options);
        });
        _clients.Add(client);
        return client;
    }
}
