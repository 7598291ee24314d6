using System.Globalization;

namespace Optimove.Attributes.Client.Testing;

/// <summary>What a test says of a simulator. All throw <see cref="OptimoveAssertionException"/> with what is there instead.</summary>
public static class SimulatorAssertions
{
    private const int MostListed = 20;

    /// <summary>So many requests of a call came, retries included.</summary>
    /// <param name="simulator">The simulator.</param>
    /// <param name="call">The call.</param>
    /// <param name="times">How many; one by default.</param>
    public static void ShouldHaveReceived(this OptimoveSimulator simulator, SimulatedCall call, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        var requests = simulator.Requests;
        var seen = requests.Count(request => request.Call == call);
        Require(seen == times, $"{times} of {call}", $"{seen}", requests.Select(Describe));
    }

    /// <summary>No request came.</summary>
    /// <param name="simulator">The simulator.</param>
    public static void ShouldHaveReceivedNothing(this OptimoveSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        var requests = simulator.Requests;
        Require(requests.Count == 0, "no request", $"{requests.Count}", requests.Select(Describe));
    }

    /// <summary>Every request was answered with a 2xx, and every accepted call was worked off without an error.</summary>
    /// <param name="simulator">The simulator; <see cref="OptimoveSimulator.WhenSettledAsync"/> before, where calls are still to be worked off.</param>
    public static void ShouldHaveRefusedNothing(this OptimoveSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        string[] refused =
        [
            .. simulator.Requests.Where(static request => request.StatusCode is not (>= 200 and < 300)).Select(Describe),
            .. simulator.AddOutcomes.Where(static outcome => outcome.ErrorId is not null).Select(static outcome => $"{outcome.AttributeName}: errorId {outcome.ErrorId}"),
            .. simulator.UpdateOutcomes.SelectMany(static outcome => outcome.Errors).Select(static error => $"{error.RealFieldName} of customer {error.CustomerId}: {error.Error}"),
        ];
        Require(refused.Length == 0, "nothing to be refused", $"{refused.Length}", refused);
    }

    /// <summary>There is an attribute of this name and type.</summary>
    /// <param name="simulator">The simulator.</param>
    /// <param name="realFieldName">The name, in any letter case.</param>
    /// <param name="type">The type as it is written in an Add call, such as <c>VARCHAR(10)</c>.</param>
    public static void ShouldHaveAttribute(this OptimoveSimulator simulator, string realFieldName, string type)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        var attributes = simulator.Attributes;
        Require(
            attributes.Any(attribute => attribute.RealFieldName.Equals(realFieldName, StringComparison.OrdinalIgnoreCase)
                && attribute.Type.Equals(type, StringComparison.OrdinalIgnoreCase)),
            $"an attribute {realFieldName} of type {type}",
            "none",
            attributes.Select(static attribute => $"{attribute.RealFieldName} {attribute.Type}"));
    }

    /// <summary>A customer has this value.</summary>
    /// <param name="simulator">The simulator.</param>
    /// <param name="customerId">The customer.</param>
    /// <param name="realFieldName">The attribute, in any letter case.</param>
    /// <param name="value">The value as it was written, such as <c>2026-11-23</c>; <see langword="null"/> for none.</param>
    public static void ShouldHaveValue(this OptimoveSimulator simulator, string customerId, string realFieldName, string? value)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        var actual = simulator.GetValue(customerId, realFieldName);
        Require(
            string.Equals(actual, value, StringComparison.Ordinal),
            $"{realFieldName} of customer {customerId} to be {Quote(value)}",
            Quote(actual),
            simulator.UpdateOutcomes.SelectMany(static outcome => outcome.Errors)
                .Where(error => error.CustomerId == customerId && error.RealFieldName.Equals(realFieldName, StringComparison.OrdinalIgnoreCase))
                .Select(static error => $"an update was refused: {error.Error}"));
    }

    private static string Quote(string? value) => value is null ? "nothing" : $"\"{value}\"";

    private static string Describe(RecordedRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"{request.Method} {request.RawTarget}: {(request.StatusCode is { } status ? status : "no answer")}{(request.Fault is { } fault ? $" ({fault})" : string.Empty)}");

    private static void Require(bool holds, string expected, string actual, IEnumerable<string> details)
    {
        if (holds)
        {
            return;
        }

        string[] all = [.. details];
        var more = all.Length > MostListed ? string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}  and {all.Length - MostListed} more") : string.Empty;
        throw new OptimoveAssertionException(
            $"Expected {expected}, but there is {actual}.{string.Concat(all.Take(MostListed).Select(static line => $"{Environment.NewLine}  {line}"))}{more}");
    }
}
