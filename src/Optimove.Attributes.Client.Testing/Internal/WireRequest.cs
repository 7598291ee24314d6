namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Method">The method.</param>
/// <param name="RawTarget">The target of the request line, nothing decoded.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body.</param>
/// <param name="Answered">Ends when the answer is on its way, or failed to be.</param>
internal sealed record WireRequest(
    string Method, string RawTarget, IReadOnlyDictionary<string, IReadOnlyList<string>> Headers, ReadOnlyMemory<byte> Body, Task Answered);
