namespace Optimove.Attributes.Client.Testing;

/// <summary>So many requests in any window of this length, counted for each key over all endpoints.</summary>
/// <param name="PermitLimit">The most requests in any window.</param>
/// <param name="Window">The window's length.</param>
public sealed record SimulatedRateLimit(int PermitLimit, TimeSpan Window);
