namespace Optimove.Attributes.Client;

/// <summary>There was no usable answer: the connection failed or broke, or the answer was larger than <see cref="OptimoveAttributesOptions.MaxResponseBytes"/>.</summary>
/// <remarks>What was sent may have reached the server. Reading can be repeated; so can an Update, because a value overwrites the previous one; after an Add, look whether the attribute is there.</remarks>
public class OptimoveTransportException : OptimoveException
{
    /// <summary>Reports that there was no usable answer.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public OptimoveTransportException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
