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

    public static DeliveryDocument From(bool simulator, long customers, Delivery delivery) => new()
    {
        Simulator = simulator,
        Customers = customers,
        Values = delivery.Counts.Total,
        Calls = delivery.Calls,
        Confirmed = delivery.Counts.Confirmed,
        Accepted = delivery.Counts.Accepted,
        Rejected = delivery.Counts.Rejected,
        Unconfirmed = delivery.Counts.Unconfirmed,
        NotSent = delivery.Counts.NotSent,
        RejectedByCode = delivery.RejectedByCode.Count > 0 ? delivery.RejectedByCode : null,
        Errors = delivery.Failures.Count > 1 ? [.. delivery.Failures.Select(ErrorDocument.From)] : null,
        Error = delivery.Failures.FirstOrDefault(failure => failure.ExitCode == delivery.ExitCode) is { } worst ? ErrorDocument.From(worst) : null,
    };

    public static DeliveryDocument From(bool simulator, ImportReport report) =>
        From(simulator, report.Scan.Customers, report.Delivery) with
        {
            Rows = report.Scan.Rows,
            Replaced = report.Delivery.Replaced,
            Created = [.. report.Created.Select(DefinitionDocument.From)],
        };
}
