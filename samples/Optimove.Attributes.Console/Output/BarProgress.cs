using Spectre.Console;

namespace Optimove.Attributes.Console;

/// <summary>A bar that grows with every batch, with the rate and the time that is left.</summary>
internal sealed class BarProgress(ProgressTask bar) : IImportProgress
{
    public void Checked(ImportScan scan) => bar.MaxValue = Math.Max(1, scan.Values);

    public void AttributeCreated(AttributeDefinition definition) => bar.Description = "Creating attributes";

    public void Report(BulkProgress value)
    {
        bar.Value = value.Counts.Total;
        bar.Description = value switch
        {
            { IsServerUnavailable: true } => "The server is down, waiting",
            { CallsInFlight: 0, CallsAwaitingOutcome: > 0 } => "Waiting for outcomes",
            { ValuesPerSecond: 0 } => "Sending",
            _ => Words.Invariant($"Sending {value.ValuesPerSecond:N0} values/s, {Describe(value.TimeLeft)} left"),
        };
    }

    public void BatchEnded(BatchOutcome outcome)
    {
        // The bar shows it already.
    }

    private static string Describe(TimeSpan? timeLeft) => timeLeft switch
    {
        null => "unknown time",
        { TotalMinutes: < 1 } left => Words.Invariant($"{Math.Ceiling(left.TotalSeconds):N0} s"),
        { TotalHours: < 1 } left => Words.Invariant($"{left:m\\:ss}"),
        { } left => Words.Invariant($"{Math.Floor(left.TotalHours):N0}:{left:mm\\:ss}"),
    };
}
