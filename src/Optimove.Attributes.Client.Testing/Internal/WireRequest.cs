namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(
    string Method, string RawTarget, IReadOnlyDictionary<string, IReadOnlyList<string>> Headers, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt);
