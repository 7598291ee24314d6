namespace Optimove.Attributes.Client;

/// <summary>A whole answer of a good status that is not what was asked for. It leaves Refit as an <see cref="OptimoveApiException"/>.</summary>
internal sealed class UnusableAnswerException(string found, bool isRefusal = false) : Exception(found)
{
    /// <summary>Whether the answer plainly says that the call was not taken.</summary>
    public bool IsRefusal { get; } = isRefusal;
}
