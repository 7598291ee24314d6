namespace Optimove.Attributes.Client.Testing;

/// <summary>A request as it came over the wire, and how it was answered.</summary>
public sealed record RecordedRequest
{
    /// <summary>What it asks for.</summary>
    public required SimulatedCall Call { get; init; }

    /// <summary>The method, such as <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The target exactly as the request line had it, nothing decoded, such as <c>/Customers/a%2Fb/Attributes</c>.</summary>
    public required string RawTarget { get; init; }

    /// <summary>Every header by its name, without regard to case, with all its values.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; }

    /// <summary>The body; empty where there was none.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When the request was there, on the simulator's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The status of the answer; <see langword="null"/> where there is none, or none yet.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The fault that it met, if any.</summary>
    public Fault? Fault { get; init; }

    /// <summary>The body as text.</summary>
    public string BodyText => System.Text.Encoding.UTF8.GetString(Body.Span);
}
