using System.Globalization;
using Optimove.Attributes.Client.Testing;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>Single calls over real HTTP on a simulator that fails at random: what is thrown is what is documented for what happened.</summary>
public sealed class FaultySimulatorTests : IDisposable
{
    private const int Cases = 500;
    private const int Attempts = 5;
    private static readonly SimulatedCall[] Calls =
    [
        SimulatedCall.UpdateCustomerAttributes, SimulatedCall.UpdateCustomerAttributes, SimulatedCall.AddCustomerAttribute,
        SimulatedCall.GetCustomerAttributes, SimulatedCall.GetCustomerAttributeList,
    ];

    private readonly WaitSkippingClock _clock = new();
    private readonly HangingClock _serverClock;
    private readonly OptimoveSimulator _simulator;
    private readonly OpenConnections _connections;
    private readonly OptimoveRateLimiter _limiter;
    private readonly OptimoveAttributesClient _client;

    public FaultySimulatorTests()
    {
        _serverClock = new HangingClock(_clock);
        _simulator = OptimoveSimulator.Start(new()
        {
            AcceptUnknownCustomers = true,
            MaxApiAttributes = int.MaxValue,
            CreationDelay = TimeSpan.Zero,
            RateLimits = [],
            TimeProvider = _serverClock,
        });
        _simulator.AddAttribute("SCORE", "INT");
        _simulator.SetValue("reader", "SCORE", "7");
        _connections = new OpenConnections(_simulator.BaseAddress.Port);
        _limiter = new OptimoveRateLimiter([new RateLimit(50, TimeSpan.FromSeconds(10))], _clock);
        _client = OptimoveAttributesClient.Create(
            new()
            {
                BaseAddress = _simulator.BaseAddress,
                ApiKey = _simulator.ApiKey,
                RateLimiter = _limiter,
                MaxApiAttributes = int.MaxValue,

                // So long that five attempts without an answer do not pass it: a total that ends has tests of its own.
                TotalTimeout = TimeSpan.FromHours(1),
            },
            _clock);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task SingleCalls_OverRandomFaults_EndAsDocumented(int seed)
    {
        var random = new Random(seed);
        var seen = new HashSet<string>();
        for (var number = 0; number < Cases; number++)
        {
            var call = Calls[random.Next(Calls.Length)];
            var isCancelled = random.Next(20) == 0;
            var script = RandomScript(random);
            using var cancellation = new CancellationTokenSource();
            if (call == SimulatedCall.AddCustomerAttribute)
            {
                // The look before an Add is not what is tested here.
                await _client.ListAttributesAsync(CancellationToken.None);
            }

            _simulator.ClearRequests();
            foreach (var mishap in script)
            {
                _simulator.Inject(mishap.Fault);
            }

            if (isCancelled)
            {
                _simulator.ClearFaults();
                _simulator.Inject(Fault.Delay(TimeSpan.FromMinutes(1)));
            }

            _serverClock.OnWait = isCancelled ? cancellation.Cancel : () => _clock.Advance(TimeSpan.FromSeconds(31));
            var value = number + (seed * Cases);

            var thrown = await Record.ExceptionAsync(() => SendAsync(call, value, cancellation.Token));

            var place = $"seed {seed}, case {number}, {call}, {string.Join(", ", _simulator.Requests.Select(static request => request.Fault?.ToString() ?? "none"))}: ";
            if (isCancelled)
            {
                Assert.True(thrown is OperationCanceledException canceled && canceled.CancellationToken == cancellation.Token, place + thrown);
            }
            else
            {
                Check(place, call, script, value, thrown, seen);
            }

            _simulator.ClearFaults();
            if (thrown is OptimoveRateLimitedException)
            {
                _clock.Advance(Mishap.TooLong);
            }
        }

        Assert.True(seen.Count == 7, $"Not every end was met: {string.Join(", ", seen)}");
        await NothingIsLeftBehindAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _limiter.Dispose();
        _simulator.Dispose();
        _connections.Dispose();
    }

    private static List<Mishap> RandomScript(Random random)
    {
        // Half of the cases meet one kind of fault over and over, so that retries run out.
        var length = random.Next(7);
        var same = Mishap.All[random.Next(Mishap.All.Count)];
        return random.Next(2) == 0
            ? [.. Enumerable.Repeat(same, length)]
            : [.. Enumerable.Range(0, length).Select(_ => Mishap.All[random.Next(Mishap.All.Count)])];
    }

    private async Task<object> SendAsync(SimulatedCall call, int value, CancellationToken cancellationToken) => call switch
    {
        SimulatedCall.UpdateCustomerAttributes =>
            await _client.UpdateAttributesAsync([new CustomerUpdate("writer") { ["SCORE"] = value }], cancellationToken),
        SimulatedCall.AddCustomerAttribute =>
            await _client.AddAttributeAsync(new AttributeDefinition($"A_{value}", AttributeType.Int), cancellationToken),
        SimulatedCall.GetCustomerAttributes => await _client.GetCustomerAttributesAsync("reader", cancellationToken),
        _ => await _client.ListAttributesAsync(cancellationToken),
    };

    /// <summary>What happened is what the simulator saw last, since the platform itself sends a read again whose reused connection was reset.</summary>
    private void Check(string place, SimulatedCall call, List<Mishap> script, int value, Exception? thrown, HashSet<string> seen)
    {
        var met = _simulator.Requests.Select(request => script.Find(mishap => mishap.Fault == request.Fault)).ToList();
        Assert.True(met.Count > 0, place + thrown);
        Assert.All(met.SkipLast(1), mishap => Assert.True(mishap is { IsRetried: true }, place));
        Assert.True(met[^1] is not { IsRetried: true } || met.Count >= Attempts, place + "not tried often enough");
        Assert.True(met.Count <= Attempts || call is SimulatedCall.GetCustomerAttributes or SimulatedCall.GetCustomerAttributeList, place + "tried too often");

        var expected = met[^1]?.Of(call);
        seen.Add(expected?.Name ?? "success");
        Assert.True(thrown?.GetType() == expected, $"{place}expected {expected?.Name ?? "success"}, but there is {thrown}");
        if (thrown is OptimoveApiException answered && met[^1]!.Status is { } status)
        {
            Assert.Equal(status, answered.StatusCode);
        }

        if (met[^1]?.Fault.ToString() == "429 with Retry-After: 72000")
        {
            Assert.Equal(Mishap.TooLong, Assert.IsType<OptimoveRateLimitedException>(thrown).RetryAfter);
        }

        if (thrown is null && call == SimulatedCall.UpdateCustomerAttributes)
        {
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), _simulator.GetValue("writer", "SCORE"));
        }

        if (thrown is null && call == SimulatedCall.AddCustomerAttribute)
        {
            _simulator.ShouldHaveAttribute($"A_{value}", "INT");
        }
    }

    private async Task NothingIsLeftBehindAsync()
    {
        _clock.Advance(TimeSpan.FromSeconds(11));
        var statistics = _limiter.GetStatistics()!;
        Assert.Equal((50, 0), (statistics.CurrentAvailablePermits, statistics.CurrentQueuedCount));
        while (_connections.Active != 0)
        {
            await Task.Delay(10);
        }

        Assert.InRange(_connections.All, 0, 4);
        await _client.DisposeAsync();
        while (_connections.All != 0)
        {
            await Task.Delay(10);
        }
    }
}
