namespace Optimove.Attributes.Client.Testing;

/// <summary>A further API key of the simulated tenant.</summary>
/// <param name="Value">What is sent as <c>X-API-KEY</c>.</param>
/// <param name="IsAdmin">Whether it has the Admin access type, without which every call is answered with 403.</param>
public sealed record SimulatedKey(string Value, bool IsAdmin);
