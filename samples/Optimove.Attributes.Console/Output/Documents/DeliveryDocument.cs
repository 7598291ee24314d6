using System.Text.Json.Serialization;

namespace Optimove.Attributes.Console;

/// <summary>Where the values of a set or an import are. The last five counts add up to <see cref="Values"/>.</summary>
internal sealed record DeliveryDocument
{
    [JsonPropertyName("simulator")]
    public required bool Simulator { get; init; }

    [JsonPropertyName("rows")]
    public long? Rows { get; init; }

    [JsonPropertyName("customers")]
    public required long Customers { get; init; }

    [JsonPropertyName("values")]
    public required long Values { get; init; }

    /// <summary>Update calls, without their retries.</summary>
    [JsonPropertyName("calls")]
    public required long Calls { get; init; }

    [JsonPropertyName("confirmed")]
    public required long Confirmed { get; init; }

    [JsonPropertyName("accepted")]
    public required long Accepted { get; init; }

    [JsonPropertyName("rejected")]
    public required long Rejected { get; init; }

    [JsonPropertyName("unconfirmed")]
    public required long Unconfirmed { get; init; }

    [JsonPropertyName("notSent")]
    public required long NotSent { get; init; }

    /// <summary>How many values the outcomes of calls refused, by code.</summary>
    [JsonPropertyName("rejectedByCode")]
    public IReadOnlyDictionary<string, long>? RejectedByCode { get; init; }

    /// <summary>How many of the values gave way to a newer one before they left; each is counted with the newer one's state.</summary>
    [JsonPropertyName("replaced")]
    public long? Replaced { get; init; }

    [JsonPropertyName("created")]
    public IReadOnlyList<DefinitionDocument>? Created { get; init; }

    [JsonPropertyName("errors")]
    public IReadOnlyList<ErrorDocument>? Errors { get; init; }

    /// <summary>The error that made the exit code.</summary>
    [JsonPropertyName("error")]
    public ErrorDocument? Error { get; init; }

    public static DeliveryDocument From(bool simulator, long customers, DeliveryCounts counts, IReadOnlyList<Failure> failures) => new()
    {
        Simulator = simulator,
        Customers = customers,
        Values = counts.Values,
        Calls = counts.Calls,
        Confirmed = counts.Confirmed,
        Accepted = counts.Accepted,
        Rejected = counts.Rejected,
        Unconfirmed = counts.Unconfirmed,
        NotSent = counts.NotSent,
        RejectedByCode = counts.RejectedByCode.Count > 0 ? counts.RejectedByCode : null,
        Errors = failures.Count > 1 ? [.. failures.Select(ErrorDocument.From)] : null,
        Error = failures.FirstOrDefault(failure => failure.ExitCode == Failure.WorstExitCode(failures)) is { } worst ? ErrorDocument.From(worst) : null,
    };

    public static DeliveryDocument From(bool simulator, ImportReport report) =>
        From(simulator, report.Scan.Customers, report.Counts, report.Failures) with
        {
            Rows = report.Scan.Rows,
            Replaced = report.Replaced,
            Created = [.. report.Created.Select(DefinitionDocument.From)],
        };
}
