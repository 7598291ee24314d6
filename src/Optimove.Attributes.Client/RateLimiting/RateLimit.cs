namespace Optimove.Attributes.Client;

/// <summary>So many requests in any stretch of time of this length.</summary>
/// <param name="PermitLimit">The most requests in any window, from 1.</param>
/// <param name="Window">The length of the window, above zero and at most a day.</param>
public sealed record RateLimit(int PermitLimit, TimeSpan Window);
