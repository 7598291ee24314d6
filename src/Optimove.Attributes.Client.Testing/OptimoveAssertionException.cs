namespace Optimove.Attributes.Client.Testing;

/// <summary>What a test says of the simulator or of a ledger is not so. Fails the test in any framework.</summary>
/// <param name="message">What was expected, and what is there instead.</param>
public sealed class OptimoveAssertionException(string message) : Exception(message);
