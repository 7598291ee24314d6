using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>One random input, one random server, one run, and what must hold of it.</summary>
internal sealed class BulkCase : IDisposable
{
    private readonly Random _random;
    private readonly SimulatedClock _clock = new();
    private readonly SimulatedServer _server;
    private readonly ServerTemper _temper;
    private readonly VersionedValues _values = new();
    private readonly List<CustomerUpdate> _input = [];
    private readonly bool _isConfirmed;
    private readonly int _pauseOneIn;
    private readonly int _throwsAt;
    private readonly TimeSpan? _cancelAfter;

    public BulkCase(int seed)
    {
        _random = new Random(seed);
        var outage = TimeSpan.FromSeconds(_random.Next(0, 60));
        _isConfirmed = _random.Next(2) == 0;
        _temper = new ServerTemper
        {
            MaxCustomers = _random.Next(1, 6),
            MaxAttributes = _random.Next(1, 5),
            FaultShare = _random.Next(3) == 0 ? 0 : _random.NextDouble() * 0.6,
            SlowestMilliseconds = _random.Next(2) == 0 ? 40 : 5000,
            OutageStart = outage,
            OutageEnd = outage + (_random.Next(3) == 0 ? TimeSpan.FromMinutes(_random.Next(1, 20)) : TimeSpan.Zero),
            RejectsOneIn = _isConfirmed ? _random.Next(0, 6) : 0,
        };
        _server = new SimulatedServer(_clock, new Random(seed + 1), _temper, _values);
        _pauseOneIn = _random.Next(3) == 0 ? _random.Next(1, 20) : 0;
        CreateInput();
        _throwsAt = _random.Next(15) == 0 ? _random.Next(_input.Count + 1) : -1;
        _cancelAfter = _random.Next(4) == 0 ? TimeSpan.FromSeconds(_random.NextDouble() * _random.Next(1, 120)) : null;
    }

    public SimulatedServer Server => _server;

    public BulkTally Tally { get; } = new();

    public void Run()
    {
        using var provider = CreateProvider();
        var client = provider.GetRequiredService<IOptimoveAttributesClient>();
        var receiver = provider.GetRequiredService<CallbackReceiver>();
        _server.Callback = (token, body) => receiver.ReceiveAsync(token, new MemoryStream(Encoding.UTF8.GetBytes(body)));
        var run = Task.Run(() => SendAsync(client));
        _clock.Run(run);
        var outcomes = run.GetAwaiter().GetResult();
        Check(outcomes);
        Assert.Equal(0, provider.GetRequiredService<OutcomeTracker>().OutstandingCount);
    }

    public void Dispose() => _server.Dispose();

    private void CreateInput()
    {
        var customers = _random.Next(1, 25);
        var names = _random.Next(1, 12);
        for (var count = _random.Next(0, 80); count > 0; count--)
        {
            var kind = _random.Next(60);
            var customer = new CustomerUpdate(kind switch { 0 => " ", 1 => "bad", _ => "c" + _random.Next(customers).ToString(CultureInfo.InvariantCulture) });
            for (var values = _random.Next(0, names + 1); values > 0; values--)
            {
                // The same name comes in both letter cases.
                var name = ((char)((_random.Next(2) == 0 ? 'A' : 'a') + _random.Next(names))).ToString();
                customer[kind == 2 ? name + ";" : name] = _values.Create(_random.Next(6), customer.CustomerId, name, _input.Count);
            }

            _input.Add(kind == 3 ? null! : customer);
        }
    }

    private ServiceProvider CreateProvider()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddOptimoveAttributes(options =>
        {
            (options.BaseAddress, options.ApiKey) = (new Uri("https://api4.optimove.net/"), "key");
            (options.MaxCustomersPerCall, options.MaxAttributesPerCustomer) = (_temper.MaxCustomers, _temper.MaxAttributes);
            options.MaxRetryAttempts = _random.Next(0, 4);
            options.RateLimits = [new(_random.Next(2, 30), TimeSpan.FromSeconds(10))];
            if (_isConfirmed)
            {
                options.Callbacks.PublicAddress = new Uri("https://crm.example.com/callbacks");
                options.Callbacks.Secrets = ["a secret of more than 32 characters"];
            }
        }).AddHttpMessageHandler(() => _server);
        return services.BuildServiceProvider();
    }

    private async Task<List<BatchOutcome>> SendAsync(IOptimoveAttributesClient client)
    {
        var updater = new BulkUpdater(client, new BulkUpdateOptions
        {
            MaxConcurrentCalls = _random.Next(1, 9),
            MaxOutage = TimeSpan.FromSeconds(_random.Next(4) == 0 ? _random.Next(0, 30) : 600),
        });
#pragma warning disable CA2000 // The timer may fire late.
        var cancel = new CancellationTokenSource();
#pragma warning restore CA2000
        using var timer = _cancelAfter is { } after ? _clock.CreateTimer(_ => cancel.Cancel(), null, after, Timeout.InfiniteTimeSpan) : null;
        var outcomes = new List<BatchOutcome>();
        try
        {
            await foreach (var outcome in updater.SendAsync(ReadAsync(), cancellationToken: cancel.Token))
            {
                outcomes.Add(outcome);
            }

            Tally.Ended++;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Tally.Cancelled++;
        }
        catch (InvalidDataException)
        {
            Tally.SourceFailed++;
        }
        catch (OptimoveException)
        {
            Tally.EndedEarly++;
        }

        return outcomes;
    }

    private async IAsyncEnumerable<CustomerUpdate> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var position = 0; position < _input.Count; position++)
        {
            if (position == _throwsAt)
            {
                throw new InvalidDataException("The input is broken here.");
            }

            if (_pauseOneIn > 0 && position % _pauseOneIn == 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _clock, cancellationToken);
            }

            Tally.Read = position + 1;
            yield return _input[position];
        }
    }

    private void Check(List<BatchOutcome> outcomes)
    {
        Assert.Empty(_server.Faults);

        // What the input gave is all accounted for, but for one that it gave when the run was over.
        var total = outcomes.Sum(static outcome => outcome.Counts.Total);
        var read = CountValues(Tally.Read) == total ? Tally.Read : Tally.Read - 1;
        Assert.Equal(CountValues(read), total);
        if (Tally.Ended > 0)
        {
            Assert.Equal(CountValues(_input.Count), total);
            Assert.Equal(total, outcomes.Count == 0 ? 0 : CountValues((int)outcomes[^1].InputPosition));
        }

        var settled = 0L;
        var toldOf = 0L;
        foreach (var outcome in outcomes)
        {
            Assert.True(outcome.InputPosition >= settled);
            settled = outcome.InputPosition;
            toldOf += outcome.Counts.Total;
            Assert.True(toldOf >= CountValues((int)settled), $"{settled} is told as settled after {toldOf} values");
            Assert.Equal(outcome.Counts.Problems, outcome.Problems.Sum(static problem => (long)problem.ValueCount));
            Tally.Counts += outcome.Counts;
            Tally.Replaced += outcome.ReplacedCount;
            Tally.Calls += outcome.Calls;
            CheckUndelivered(outcome);
        }

        // Who goes on at the place of the last outcome leaves nothing out.
        Assert.DoesNotContain(outcomes.SelectMany(static outcome => outcome.Problems), problem => problem.Position < settled && problem.NotSentReason is not (null or NotSentReason.Invalid));
        CheckValues(outcomes, read);
    }

    private int CountValues(int read) => _input.Take(read).Sum(static update => update?.Attributes.Count ?? 0);

    private static void CheckUndelivered(BatchOutcome outcome)
    {
        if (outcome.Undelivered.Count > 0)
        {
            // The values themselves, so that nothing is lost: just those that the outcome names.
            Assert.Equal(
                outcome.Problems.Select(static problem => (problem.CustomerId, problem.RealFieldName)).Order(),
                outcome.Undelivered.SelectMany(static update => update.Attributes.Select(pair => (update.CustomerId, pair.Key))).Order());
        }
        else
        {
            Assert.DoesNotContain(outcome.Problems, static problem => problem.State == DeliveryState.NotSent || problem.StatusCode is not null || problem.Reason == UnconfirmedReason.NoAnswer);
        }
    }

    private void CheckValues(List<BatchOutcome> outcomes, int read)
    {
        var problems = outcomes.SelectMany(static outcome => outcome.Problems)
            .ToDictionary(static problem => (problem.CustomerId, problem.RealFieldName.ToUpperInvariant(), problem.Position));
        var found = 0;
        foreach (var (key, versions) in VersionsByKey(read))
        {
            var fates = new DeliveryState?[versions.Count];
            for (var i = versions.Count - 1; i >= 0; i--)
            {
                if (problems.TryGetValue((key.Customer, key.Name, versions[i]), out var problem))
                {
                    found++;
                    var at = i;
                    for (var covered = 0; covered < problem.ValueCount; covered++)
                    {
                        Assert.Null(fates[at - covered]);
                        fates[at - covered] = problem.State;
                    }

                    var isApplied = _server.IsApplied((key.Customer, key.Name, versions[at]));
                    Assert.False(isApplied && problem.State is (DeliveryState.NotSent or DeliveryState.Rejected), $"{key} {versions[at]} was applied, and is reported as {problem.State}");
                    i -= problem.ValueCount - 1;
                }
            }

            CheckFinalState(key, versions, fates);
        }

        Assert.Equal(problems.Count, found);
    }

    private void CheckFinalState((string Customer, string Name) key, List<long> versions, DeliveryState?[] fates)
    {
        var lastAccepted = Array.FindLastIndex(fates, static fate => fate is null);
        var state = _server.StateOf(key);
        var index = state is { } version ? versions.IndexOf(version) : -1;
        if (state is null)
        {
            Assert.True(lastAccepted < 0, $"{key}: nothing is there, and {(lastAccepted < 0 ? -1 : versions[lastAccepted])} is reported as taken");
            return;
        }

        Assert.True(index == lastAccepted || (index > lastAccepted && fates[index] == DeliveryState.Unconfirmed), $"{key}: {state} is there, the last reported as taken is {(lastAccepted < 0 ? -1 : versions[lastAccepted])}");
    }

    private Dictionary<(string Customer, string Name), List<long>> VersionsByKey(int read)
    {
        var versions = new Dictionary<(string, string), List<long>>();
        for (var position = 0; position < read; position++)
        {
            foreach (var (name, _) in _input[position]?.Attributes ?? [])
            {
                var key = (_input[position].CustomerId, name.ToUpperInvariant());
                (versions.TryGetValue(key, out var list) ? list : versions[key] = []).Add(position);
            }
        }

        return versions;
    }
}
