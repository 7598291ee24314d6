namespace Optimove.Attributes.Client.Testing;

/// <summary>Which requests meet a fault.</summary>
/// <remarks>
/// <see cref="On"/> and <see cref="Where"/> narrow it down; a count counts what they let through. The faults of a simulator are asked in the order in
/// which they were ordered, and the first that is due takes the request: those behind it do not count it.
/// </remarks>
public sealed class FaultTrigger
{
    private readonly Func<Func<bool>> _start;
    private readonly Func<RecordedRequest, bool>[] _filters;

    private FaultTrigger(Func<Func<bool>> start, params Func<RecordedRequest, bool>[] filters)
    {
        _start = start;
        _filters = filters;
    }

    /// <summary>Every request.</summary>
    public static FaultTrigger Always { get; } = new(static () => static () => true);

    /// <summary>The next requests, beginning with the one that comes first from now on.</summary>
    /// <param name="count">How many, at least 1; one by default.</param>
    /// <returns>The trigger.</returns>
    public static FaultTrigger Next(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new(() =>
        {
            var left = count;
            return () => left > 0 && left-- > 0;
        });
    }

    /// <summary>One request, counted from now on.</summary>
    /// <param name="number">Which one; 1 is the next.</param>
    /// <returns>The trigger.</returns>
    public static FaultTrigger Nth(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return new(() =>
        {
            var seen = 0L;
            return () => ++seen == number;
        });
    }

    /// <summary>Every nth request, counted from now on.</summary>
    /// <param name="n">At least 1; 3 means the third, the sixth and so on.</param>
    /// <returns>The trigger.</returns>
    public static FaultTrigger Every(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return new(() =>
        {
            var seen = 0L;
            return () => ++seen % n == 0;
        });
    }

    /// <summary>Each request with a probability. The same seed gives the same choices on every machine and run.</summary>
    /// <param name="probability">From 0, never, to 1, always.</param>
    /// <param name="seed">Where the choices begin.</param>
    /// <returns>The trigger.</returns>
    public static FaultTrigger Chance(double probability, int seed)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is from 0 to 1.");
        }

        return new(() =>
        {
            var random = new Random(seed);
            return () => random.NextDouble() < probability;
        });
    }

    /// <summary>The same, among the requests of these calls alone.</summary>
    /// <param name="calls">The calls.</param>
    /// <returns>The narrower trigger.</returns>
    public FaultTrigger On(params SimulatedCall[] calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        SimulatedCall[] own = [.. calls];
        return Where(request => own.Contains(request.Call));
    }

    /// <summary>The same, among the requests for which this is true, such as those of a path or with a text in their body.</summary>
    /// <param name="predicate">Asked for one request at a time; the request has no status yet.</param>
    /// <returns>The narrower trigger.</returns>
    public FaultTrigger Where(Func<RecordedRequest, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new(_start, [.. _filters, predicate]);
    }

    /// <summary>A trigger that begins to count.</summary>
    internal Func<RecordedRequest, bool> Begin()
    {
        var isDue = _start();
        return request => Array.TrueForAll(_filters, filter => filter(request)) && isDue();
    }
}
