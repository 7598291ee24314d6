using Microsoft.Extensions.Time.Testing;
using Optimove.Attributes.Client.Testing;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Status;

public sealed class GetStatusesTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new() { CreationDelay = TimeSpan.Zero, RateLimits = [], AcceptUnknownCustomers = true });
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

    /// <summary>The documented catalog names no source: what there is comes from the ledger and the declarations, over a restart.</summary>
    [Fact]
    public async Task Statuses_OfTheDocumentedCatalog_AreTheThreeRectangles()
    {
        _simulator.AddAttribute("COUNTRY", "VARCHAR(50)", SimulatedSource.Batch);
        _simulator.AddAttribute("OPEN_RATE", "INT", SimulatedSource.RealTime);
        _simulator.AddAttribute("OTHERS", "INT", SimulatedSource.Api);
        var client = CreateClient();
        await CreateAsync(client, "TIER", "OLD", "NEW");
        await client.DeclareAsync("COUNTRY", AttributeSource.Batch);
        await client.DeclareAsync("OPEN_RATE", AttributeSource.RealTime);
        await client.DeclareAsync("GONE", AttributeSource.Batch);
        await client.UpdateAttributesAsync([new CustomerUpdate("42") { ["OLD"] = 1, ["tier"] = 1, ["COUNTRY"] = "NL", ["OTHERS"] = 1 }]);
        var first = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromDays(30));
        await client.UpdateAttributesAsync([new CustomerUpdate("42") { ["TIER"] = 2 }]);
        var second = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromTicks(1));

        var statuses = await CreateClient().GetStatusesAsync();

        Assert.Equal(
            [
                ("COUNTRY", AttributeStatus.BatchUpdatedViaApi, EvidenceKind.Declaration, first),
                ("OPEN_RATE", AttributeStatus.RealTime, EvidenceKind.Declaration, null),
                ("OTHERS", AttributeStatus.Unknown, EvidenceKind.None, first),
                ("TIER", AttributeStatus.ApiActive, EvidenceKind.Ledger, second),
                ("OLD", AttributeStatus.ApiStale, EvidenceKind.Ledger, first),
                ("NEW", AttributeStatus.ApiStale, EvidenceKind.Ledger, null),
                ("GONE", AttributeStatus.Unknown, EvidenceKind.Declaration, (DateTimeOffset?)null),
            ],
            statuses.Select(static status => (status.RealFieldName, status.Status, status.SourceEvidence, status.LastApiUpdate)));
        Assert.Equal(["GONE"], statuses.Where(static status => !status.Evidence.IsListed).Select(static status => status.RealFieldName));
        Assert.Equal(second + TimeSpan.FromDays(30), statuses[3].BecomesStaleAt);
    }

    [Fact]
    public async Task Statuses_OfALedgerDeclaredComplete_LeaveNothingOpen()
    {
        _simulator.AddAttribute("COUNTRY", "VARCHAR(50)", SimulatedSource.Batch);
        var client = CreateClient();

        await client.DeclareLedgerCompleteAsync();
        var complete = Assert.Single(await client.GetStatusesAsync());
        await client.DeclareLedgerCompleteAsync(false);
        var open = Assert.Single(await client.GetStatusesAsync());

        Assert.Equal((AttributeStatus.BatchOnly, EvidenceKind.LedgerIsComplete), (complete.Status, complete.SourceEvidence));
        Assert.Equal(AttributeStatus.Unknown, open.Status);
    }

    [Fact]
    public async Task Statuses_WhereTheCatalogNamesSources_AreTheCatalogs()
    {
        await using var simulator = OptimoveSimulator.Start(new() { DetailedCatalog = true, TimeProvider = _clock, AcceptUnknownCustomers = true });
        simulator.AddAttribute("COUNTRY", "VARCHAR(50)", SimulatedSource.Batch);
        simulator.AddAttribute("TIER", "INT", SimulatedSource.Api);
        simulator.AddAttribute("OPEN_RATE", "INT", SimulatedSource.RealTime);
        var client = CreateClient(options => (options.BaseAddress, options.ApiKey) = (simulator.BaseAddress, simulator.ApiKey));
        await CreateClient(options => (options.BaseAddress, options.ApiKey, options.Ledger) = (simulator.BaseAddress, simulator.ApiKey, new InMemoryAttributeLedger()))
            .UpdateAttributesAsync([new CustomerUpdate("42") { ["COUNTRY"] = "NL", ["TIER"] = 1 }]);

        var statuses = await client.GetStatusesAsync();

        Assert.Equal(
            [(AttributeStatus.BatchUpdatedViaApi, _clock.GetUtcNow()), (AttributeStatus.ApiActive, _clock.GetUtcNow()), (AttributeStatus.RealTime, (DateTimeOffset?)null)],
            statuses.Select(static status => (status.Status, status.LastApiUpdate)));
        Assert.All(statuses, static status => Assert.Equal(EvidenceKind.Catalog, status.SourceEvidence));
    }

    [Fact]
    public async Task Statuses_WithAnotherWindow_UseIt()
    {
        var client = CreateClient(static options => options.RecencyWindow = TimeSpan.FromDays(7));
        await CreateAsync(client, "TIER");
        await client.UpdateAttributesAsync([new CustomerUpdate("42") { ["TIER"] = 1 }]);
        _clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromTicks(1));

        Assert.Equal(AttributeStatus.ApiStale, Assert.Single(await client.GetStatusesAsync()).Status);
    }

    [Fact]
    public async Task Update_ThatWasNotAccepted_IsNotRecorded()
    {
        var client = CreateClient(static options => options.MaxRetryAttempts = 0);
        await CreateAsync(client, "TIER");
        _simulator.Inject(Fault.Status(500).AfterApplying());

        await Assert.ThrowsAsync<OptimoveApiException>(() => client.UpdateAttributesAsync([new CustomerUpdate("42") { ["TIER"] = 1 }]));

        Assert.Equal(AttributeRecency.Never, Assert.Single(await client.GetStatusesAsync()).Recency);
    }

    [Fact]
    public async Task Declare_WhatCannotBeRight_IsRefused()
    {
        var client = CreateClient();

        await Assert.ThrowsAsync<OptimoveValidationException>(() => client.DeclareAsync("A;B", AttributeSource.Batch));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("source", () => client.DeclareAsync("A", (AttributeSource)4));
        await Assert.ThrowsAsync<ArgumentNullException>("realFieldName", () => client.DeclareAsync(null!, AttributeSource.Batch));
        _simulator.ShouldHaveReceivedNothing();
    }

    private async Task CreateAsync(OptimoveAttributesClient client, params string[] names)
    {
        foreach (var name in names)
        {
            await client.AddAttributeAsync(new AttributeDefinition(name, AttributeType.Int));
            await _simulator.WhenSettledAsync();
        }
    }

    private OptimoveAttributesClient CreateClient(Action<OptimoveAttributesOptions>? configure = null)
    {
        var client = TestClient.Create(_simulator.BaseAddress, _clock, options =>
        {
            options.ApiKey = _simulator.ApiKey;
            options.Ledger = new FileAttributeLedger(_folder["ledger.json"]);
            configure?.Invoke(options);
        });
        _clients.Add(client);
        return client;
    }
}
