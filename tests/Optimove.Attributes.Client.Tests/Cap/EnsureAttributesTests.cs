using System.Globalization;
using Optimove.Attributes.Client.Testing;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Cap;

public sealed class EnsureAttributesTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new() { DetailedCatalog = true, CreationDelay = TimeSpan.FromMilliseconds(300) });
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
    public async Task Ensure_CreatesWhatIsMissingAndReturnsWhenItIsThere()
    {
        _simulator.AddAttribute("COUNTRY", "VARCHAR(50)", SimulatedSource.Batch);
        _simulator.AddCustomer("42");
        var client = CreateClient();

        var report = await client.EnsureAttributesAsync(
            [new("country", AttributeType.VarChar(50)), new("TIER", AttributeType.VarChar(10)) { DefaultValue = "Bronze" }, new("SCORE", AttributeType.Int)]);
        await client.UpdateAttributesAsync([new CustomerUpdate("42") { ["TIER"] = "Gold", ["SCORE"] = 17 }]);

        Assert.True(report.IsReady);
        Assert.Equal(
            [("country", EnsureState.Exists), ("TIER", EnsureState.Created), ("SCORE", EnsureState.Created)],
            report.Entries.Select(static entry => (entry.Definition.RealFieldName, entry.State)));
        _simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 2);
        Assert.Empty(Assert.Single(_simulator.UpdateOutcomes).Errors);
    }

    [Fact]
    public async Task Ensure_Again_OnlyReadsTheCatalog()
    {
        var client = CreateClient();
        await client.EnsureAttributesAsync(Definitions(3));
        _simulator.ClearRequests();

        var report = await CreateClient().EnsureAttributesAsync(Definitions(3));

        Assert.All(report.Entries, static entry => Assert.Equal(EnsureState.Exists, entry.State));
        Assert.Equal(SimulatedCall.GetCustomerAttributeList, Assert.Single(_simulator.Requests).Call);
    }

    /// <summary>On one ledger each attribute is sent once; without a common one, others are told that it exists, which is no error.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ensure_ByTwentyInstancesAtOnce_CreatesEachAttributeOnce(bool isLedgerShared)
    {
        await using var simulator = OptimoveSimulator.Start(new() { CreationDelay = TimeSpan.FromMilliseconds(300), RateLimits = [] });
        simulator.AddCustomer("42");

        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            var client = CreateClient(options =>
            {
                (options.BaseAddress, options.ApiKey) = (simulator.BaseAddress, simulator.ApiKey);
                options.RateLimits = [new(10_000, TimeSpan.FromSeconds(1))];
                options.Ledger = isLedgerShared ? new FileAttributeLedger(_folder["ledger.json"]) : new InMemoryAttributeLedger();
            });
            var report = await client.EnsureAttributesAsync(Definitions(10));
            var update = new CustomerUpdate("42");
            foreach (var definition in Definitions(10))
            {
                update[definition.RealFieldName] = number;
            }

            await client.UpdateAttributesAsync([update]);
            return report;
        }));

        Assert.All(reports, static report => Assert.True(report.IsReady));
        Assert.Equal(10, simulator.Attributes.Count);
        Assert.All(simulator.UpdateOutcomes, static outcome => Assert.Empty(outcome.Errors));
        if (isLedgerShared)
        {
            simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 10);
            Assert.Equal(10, reports.Sum(static report => report.Entries.Count(static entry => entry.State == EnsureState.Created)));
            Assert.Equal(10, (await _clients[0].GetCapUsageAsync()).Created.Count);
        }
    }

    /// <summary>As twenty processes would, each with a limiter of its own, under the vendor's limit for their one key.</summary>
    [Fact]
    public async Task Ensure_ByTwentyInstancesUnderTheLimitOfOneKey_WaitsForIt()
    {
        await using var simulator = OptimoveSimulator.Start();
        var limiters = Enumerable.Range(0, 20).Select(static _ => new OptimoveRateLimiter([new RateLimit(50, TimeSpan.FromSeconds(10))])).ToList();

        var reports = await Task.WhenAll(limiters.Select(limiter => CreateClient(options =>
        {
            (options.BaseAddress, options.ApiKey) = (simulator.BaseAddress, simulator.ApiKey);
            options.RateLimiter = limiter;
            options.Ledger = new FileAttributeLedger(_folder["ledger.json"]);
        }).EnsureAttributesAsync(Definitions(10))));
        limiters.ForEach(static limiter => limiter.Dispose());

        Assert.All(reports, static report => Assert.True(report.IsReady));
        Assert.Equal(10, simulator.Attributes.Count);
        Assert.Contains(simulator.Requests, static request => request.StatusCode == 429);
    }

    [Fact]
    public async Task Ensure_PastTheCap_IsRefusedAsAWhole()
    {
        var client = CreateClient();
        await client.EnsureAttributesAsync(Definitions(38));
        _simulator.ClearRequests();

        var refused = await Assert.ThrowsAsync<AttributeCapExceededException>(() => client.EnsureAttributesAsync(Definitions(41)));
        var dry = await Assert.ThrowsAsync<AttributeCapExceededException>(() => client.EnsureAttributesAsync(Definitions(41), dryRun: true));

        Assert.Equal(["A_38", "A_39", "A_40"], refused.Requested);
        Assert.Equal(2, refused.Usage.Left);
        Assert.Equal(refused.Message, dry.Message);
        _simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 0);
        Assert.True((await client.EnsureAttributesAsync(Definitions(40))).IsReady);
    }

    [Fact]
    public async Task Ensure_DryRun_ReportsAndCreatesNothing()
    {
        _simulator.AddAttribute("A_00", "INT");
        var client = CreateClient();

        var report = await client.EnsureAttributesAsync(Definitions(2), dryRun: true);

        Assert.Equal([EnsureState.Exists, EnsureState.WouldCreate], report.Entries.Select(static entry => entry.State));
        Assert.False(report.IsReady);
        _simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 0);
        Assert.Empty((await client.GetCapUsageAsync()).OnTheirWay);
    }

    [Fact]
    public async Task Ensure_WithAnotherTypeThanIsThere_ReportsTheConflict()
    {
        _simulator.AddAttribute("TEXT", "VARCHAR(10)");
        _simulator.AddAttribute("NUMBER", "INT");
        _simulator.AddAttribute("SAME", "DECIMAL(19,4)");
        var client = CreateClient();

        var report = await client.EnsureAttributesAsync([new("TEXT", AttributeType.NVarChar(10)), new("NUMBER", AttributeType.BigInt), new("SAME", AttributeType.Decimal)]);

        Assert.Equal([true, true, false], report.Entries.Select(static entry => entry.HasTypeConflict));
        Assert.Equal([EnsureState.Exists, EnsureState.Exists, EnsureState.Exists], report.Entries.Select(static entry => entry.State));
        Assert.Equal(AttributeTypeKind.Int, report.Entries[1].ListedType!.Value.Kind);
        Assert.False(report.IsReady);
    }

    [Fact]
    public async Task Ensure_WithDefinitionsThatCannotBeRight_NamesEachAndSendsNothing()
    {
        var client = CreateClient();

        var refused = await Assert.ThrowsAsync<OptimoveValidationException>(() => client.EnsureAttributesAsync(
            [new("TIER", AttributeType.Int), new("tier", AttributeType.Int), new("A;B", default), null!, new("N", AttributeType.Int) { DefaultValue = "x" }]));

        Assert.Equal([(1, "tier"), (2, "A;B"), (2, "A;B"), (3, null), (4, "N")], refused.Violations.Select(static violation => (violation.Position!.Value, violation.RealFieldName)));
        Assert.Contains("definitions[1] tier: stands in the input already.", refused.Message, StringComparison.Ordinal);
        _simulator.ShouldHaveReceivedNothing();
        Assert.Empty((await client.EnsureAttributesAsync([])).Entries);
    }

    /// <summary>Without callbacks nobody says that an attribute is refused: after two minutes that is what is known.</summary>
    [Fact]
    public async Task Ensure_OfWhatNeverComes_IsUnconfirmedAfterTwoMinutes()
    {
        var clock = new WaitSkippingClock();
        await using var simulator = OptimoveSimulator.Start(new() { TimeProvider = clock });
        simulator.RejectAttributes(3, static name => name == "A_01");
        var client = CreateClient(OnSimulatedTime(simulator), clock);
        var start = clock.GetUtcNow();

        var report = await client.EnsureAttributesAsync(Definitions(2));

        Assert.Equal([EnsureState.Created, EnsureState.Unconfirmed], report.Entries.Select(static entry => entry.State));
        Assert.InRange(clock.GetUtcNow() - start, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 2);
    }

    /// <summary>Another instance reserved the slot and ended before it sent: this one takes over.</summary>
    [Fact]
    public async Task Ensure_OfWhatAKilledInstanceReserved_TakesOverTwoMinutesLater()
    {
        var clock = new WaitSkippingClock(TimeProvider.System.GetUtcNow());
        await using var simulator = OptimoveSimulator.Start(new() { TimeProvider = clock });
        using var worker = new WorkerProcess("reserve", _folder["ledger.json"], simulator.BaseAddress.AbsoluteUri, simulator.ApiKey, "A_0");
        Assert.Equal("reserved", await worker.ReadLineAsync());
        await worker.KillAsync();
        var client = CreateClient(
            options =>
            {
                OnSimulatedTime(simulator)(options);
                options.Ledger = new FileAttributeLedger(_folder["ledger.json"]);
            },
            clock);

        var report = await client.EnsureAttributesAsync([new("A_00", AttributeType.Int)]);

        Assert.Equal(EnsureState.Created, Assert.Single(report.Entries).State);
        simulator.ShouldHaveReceived(SimulatedCall.AddCustomerAttribute, times: 1);
    }

    [Fact]
    public async Task Ensure_ThatTheServerRefuses_ThrowsAndCanBeRunAgain()
    {
        var client = CreateClient();
        _simulator.Inject(Fault.Status(400), FaultTrigger.Next().On(SimulatedCall.AddCustomerAttribute));

        await Assert.ThrowsAsync<OptimoveApiException>(() => client.EnsureAttributesAsync(Definitions(3)));
        var report = await client.EnsureAttributesAsync(Definitions(3));

        Assert.True(report.IsReady);
        Assert.Equal(3, _simulator.Attributes.Count);
    }

    private static AttributeDefinition[] Definitions(int count) =>
        [.. Enumerable.Range(0, count).Select(static number => new AttributeDefinition(string.Create(CultureInfo.InvariantCulture, $"A_{number:00}"), AttributeType.Int))];

    /// <summary>Waits are jumped over, and must not end an attempt meanwhile.</summary>
    private static Action<OptimoveAttributesOptions> OnSimulatedTime(OptimoveSimulator simulator) => options =>
    {
        (options.BaseAddress, options.ApiKey) = (simulator.BaseAddress, simulator.ApiKey);
        (options.AttemptTimeout, options.TotalTimeout) = (TimeSpan.FromHours(2), TimeSpan.FromHours(3));
    };

    private OptimoveAttributesClient CreateClient(Action<OptimoveAttributesOptions>? configure = null, TimeProvider? clock = null)
    {
        var client = TestClient.Create(_simulator.BaseAddress, clock, options =>
        {
            options.ApiKey = _simulator.ApiKey;
            configure?.Invoke(options);
        });
        _clients.Add(client);
        return client;
    }
}
