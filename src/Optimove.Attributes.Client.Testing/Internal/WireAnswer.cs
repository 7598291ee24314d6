namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>An answer for the wire, and what goes wrong on its way.</summary>
internal sealed record WireAnswer(int StatusCode, byte[] Body)
{
    public const string Json = "application/json; charset=utf-8";

    public string ContentType { get; init; } = Json;

    public string? RetryAfter { get; init; }

    public TimeSpan Delay { get; init; }

    public TimeSpan BodyDuration { get; init; }

    public bool CutsBody { get; init; }

    public bool ResetsConnection { get; init; }
}
