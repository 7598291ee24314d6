namespace Optimove.Attributes.Client.Testing;

/// <summary>What became of an Update call that was accepted.</summary>
/// <param name="RequestId">The id with which the call was answered.</param>
/// <param name="CallbackUrl">Where the call wants its outcome; <see langword="null"/> for nowhere.</param>
/// <param name="Applied">How many values were applied.</param>
/// <param name="Errors">The values that were not.</param>
public sealed record UpdateOutcome(string RequestId, string? CallbackUrl, int Applied, IReadOnlyList<ValueError> Errors);
