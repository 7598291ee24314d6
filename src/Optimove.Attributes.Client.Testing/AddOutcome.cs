namespace Optimove.Attributes.Client.Testing;

/// <summary>What became of an Add call that was accepted.</summary>
/// <param name="AttributeName">The name in the call.</param>
/// <param name="CallbackUrl">Where the call wants its outcome; <see langword="null"/> for nowhere.</param>
/// <param name="ErrorId">
/// <see langword="null"/> where the attribute was created; else 1 (the limit of attributes is reached), 2 (it exists already), 3 (the type is none of
/// the six), 4 (the default value does not fit the type) or 5 (another error).
/// </param>
public sealed record AddOutcome(string AttributeName, string? CallbackUrl, int? ErrorId);
