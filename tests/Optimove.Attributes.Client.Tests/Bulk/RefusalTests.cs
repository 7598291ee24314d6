using System.Net;
using Optimove.Attributes.Client.Testing;
using Optimove.Attributes.Client.Tests.Bulk.Simulation;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Bulk;

/// <summary>Batches that the server refuses, over real HTTP.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly OptimoveSimulator _simulator = OptimoveSimulator.Start(new() { AcceptUnknownCustomers = true, RateLimits = [], CreationDelay = TimeSpan.Zero });

    public RefusalTests() => _simulator.AddAttribute("SCORE", "INT");

    [Theory]
    [InlineData(0, 400, "")]
    [InlineData(499, 400, "")]
    [InlineData(500, 400, "")]
    [InlineData(617, 413, "")]
    [InlineData(998, 422, "")]
    [InlineData(999, 400, "")]
    [InlineData(617, 200, """{"isSuccess":false}""")]
    public async Task OneBadRowOfAThousand_IsNamedWithin21FurtherCalls(int bad, int status, string body)
    {
        Refuse($"\"c{bad}\"", status, body);
        await using var client = CreateClient();

        var outcomes = await new BulkUpdater(client).SendAsync(Inputs.Customers(1000).ToStream()).CollectAsync();

        Assert.InRange(_simulator.Requests.Count, 2, 22);
        var refused = Assert.Single(outcomes, static outcome => outcome.Counts.Rejected > 0);
        var problem = Assert.Single(outcomes.SelectMany(static outcome => outcome.Problems));
        Assert.Equal(($"c{bad}", "SCORE", bad, DeliveryState.Rejected, (HttpStatusCode?)status), (problem.CustomerId, problem.RealFieldName, problem.Position, problem.State, problem.StatusCode));
        Assert.Equal((AttributeValue)bad, Assert.Single(refused.Undelivered)["SCORE"]);
        Assert.IsType<OptimoveApiException>(refused.Exception);
        Assert.Equal(999, outcomes.Sum(static outcome => outcome.Counts.Accepted));
        Assert.Equal(_simulator.Requests.Count, outcomes.Sum(static outcome => outcome.Calls));
        Assert.Equal(1000, outcomes[^1].InputPosition);
        Assert.Equal(
            Inputs.Customers(1000).Select(static update => update.CustomerId).Where(id => id != $"c{bad}").Order(),
            _simulator.Customers.Where(static customer => customer.Value.Count > 0).Select(static customer => customer.Key).Order());
    }

    [Fact]
    public async Task TwoBadRows_AreBothNamed()
    {
        Refuse("\"c3\"", 400);
        Refuse("\"c900\"", 400);
        await using var client = CreateClient(static options => options.MaxCustomersPerCall = 500);

        var report = await client.UpdateManyAsync(Inputs.Customers(1000));

        Assert.Equal(["c3", "c900"], report.Problems.Select(static problem => problem.CustomerId).Order());
        Assert.Equal((998, 2), (report.Counts.Accepted, report.Counts.Rejected));
        Assert.Null(report.EndedBy);
        Assert.False(report.IsDelivered);
    }

    [Fact]
    public async Task EveryRowBad_KeepsTheBudget()
    {
        Refuse("CustomerID", 400);
        await using var client = CreateClient();

        var report = await client.UpdateManyAsync(Inputs.Customers(1000));

        Assert.InRange(_simulator.Requests.Count, 2, 21);
        Assert.Equal(_simulator.Requests.Count, report.Calls);
        Assert.Equal(new DeliveryCounts(0, 0, 1000, 0, 0), report.Counts);
        Assert.Equal(new ProblemGroup { State = DeliveryState.Rejected, RealFieldName = "SCORE", StatusCode = HttpStatusCode.BadRequest, ValueCount = 1000 }, Assert.Single(report.ProblemGroups));
    }

    [Fact]
    public async Task ThreeBatchesRefusedWhole_EndTheRun()
    {
        Refuse("CustomerID", 400);
        await using var client = CreateClient(static options => options.MaxCustomersPerCall = 4);

        var report = await client.UpdateManyAsync(Inputs.Customers(400));

        // Two further calls for each time that four rows can be halved.
        Assert.InRange(_simulator.Requests.Count, 3, 3 * 5);
        Assert.Equal(HttpStatusCode.BadRequest, Assert.IsType<OptimoveApiException>(report.EndedBy).StatusCode);
        Assert.Equal(12, report.Counts.Rejected);
        Assert.Equal(report.Counts.NotSent, report.ProblemGroups.Where(static group => group.NotSentReason == NotSentReason.RunEnded).Sum(static group => group.ValueCount));
        Assert.Equal(report.UpdatesRead, report.Counts.Total);

        // The twelve had their answer; what was left behind is to be sent by whoever goes on.
        Assert.Equal(12, report.InputPosition);
    }

    [Fact]
    public async Task KeyThatIsRefused_EndsTheRunAtItsFirstCall()
    {
        await using var client = CreateClient(static options => options.ApiKey = "another-key");

        var report = await client.UpdateManyAsync(Inputs.Customers(50_000));

        Assert.IsType<OptimoveAuthenticationException>(report.EndedBy);
        Assert.Single(_simulator.Requests);
        Assert.Equal((1000, report.UpdatesRead), (report.Counts.Rejected, report.Counts.Total));
        Assert.InRange(report.UpdatesRead, 1000, 3000);
        Assert.Equal(0, report.InputPosition);
    }

    [Fact]
    public async Task RefusalsBetweenGoodBatches_DoNotEndTheRun()
    {
        // Every other batch is refused to the last customer.
        _simulator.Inject(Fault.Status(400), FaultTrigger.Always.On(SimulatedCall.UpdateCustomerAttributes).Where(static request => request.BodyText.Contains("\"bad", StringComparison.Ordinal)));
        await using var client = CreateClient(static options => options.MaxCustomersPerCall = 1);
        var updates = Enumerable.Range(0, 40).Select(static number => new CustomerUpdate((number % 2 == 0 ? "bad" : "good") + number) { ["SCORE"] = 1 });

        var report = await client.UpdateManyAsync(updates, options: new() { MaxConcurrentCalls = 1 });

        Assert.Null(report.EndedBy);
        Assert.Equal((20, 20), (report.Counts.Accepted, report.Counts.Rejected));
    }

    public void Dispose() => _simulator.Dispose();

    private void Refuse(string text, int status, string body = "") => _simulator.Inject(
        Fault.Status(status, body), FaultTrigger.Always.On(SimulatedCall.UpdateCustomerAttributes).Where(request => request.BodyText.Contains(text, StringComparison.Ordinal)));

    private OptimoveAttributesClient CreateClient(Action<OptimoveAttributesOptions>? configure = null) => TestClient.Create(_simulator.BaseAddress, configure: options =>
    {
        options.ApiKey = _simulator.ApiKey;
        options.RateLimits = [new(10_000, TimeSpan.FromSeconds(1))];
        configure?.Invoke(options);
    });
}
