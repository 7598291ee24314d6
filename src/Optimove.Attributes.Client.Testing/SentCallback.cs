namespace Optimove.Attributes.Client.Testing;

/// <summary>A callback that the simulator sent.</summary>
/// <param name="Url">Where to, as the call had it.</param>
/// <param name="Body">The JSON that was sent.</param>
/// <param name="SentAt">When, on the simulator's clock.</param>
/// <param name="StatusCode">The status it was answered with; <see langword="null"/> where there was no answer within ten seconds. It is never sent again for that (assumed).</param>
public sealed record SentCallback(string Url, string Body, DateTimeOffset SentAt, int? StatusCode);
