namespace Optimove.Attributes.Client;

/// <summary>There was no answer in time: within <see cref="OptimoveAttributesOptions.AttemptTimeout"/> in the last attempt, or within <see cref="OptimoveAttributesOptions.TotalTimeout"/>.</summary>
/// <remarks>A caller whose own token is cancelled meets <see cref="OperationCanceledException"/> instead.</remarks>
public sealed class OptimoveTimeoutException : OptimoveTransportException
{
    /// <summary>Reports a timeout.</summary>
    /// <param name="message">Which timeout ended the call.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public OptimoveTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
