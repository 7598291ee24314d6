namespace Optimove.Attributes.Client.Testing;

/// <summary>The simulator did not see, or does not hold, what a test says. Fails the test in any framework.</summary>
/// <param name="message">What was expected, and what is there instead.</param>
public sealed class SimulatorAssertionException(string message) : Exception(message);
