namespace Optimove.Attributes.Client;

/// <summary>The base of every error of this SDK, split by what the caller can do.</summary>
/// <remarks>
/// <see cref="OptimoveValidationException"/>: nothing was sent. <see cref="OptimoveTransportException"/>: no usable answer, so what the server did is not
/// known. <see cref="OptimoveApiException"/>: an answer that says no. None of them holds the API key, a customer id, a value, a request or a whole answer.
/// </remarks>
public abstract class OptimoveException : Exception
{
    private bool _mayHaveArrived;

    /// <summary>Reports an error.</summary>
    /// <param name="message">What happened, without secrets and personal data.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    protected OptimoveException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the server may have taken the call all the same: an attempt had no answer although it had a connection, or was answered 408 or 5xx. Where it is
    /// <see langword="false"/>, nothing of the call is on the server.
    /// </summary>
    public bool MayHaveArrived
    {
        get => _mayHaveArrived;
        init => _mayHaveArrived = value;
    }

    /// <summary>The pipeline knows it later than whoever threw.</summary>
    internal void SetMayHaveArrived(bool mayHaveArrived) => _mayHaveArrived = mayHaveArrived;
}
