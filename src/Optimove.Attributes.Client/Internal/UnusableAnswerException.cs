namespace Optimove.Attributes.Client;

/// <summary>A whole answer of a good status that is not what was asked for. It leaves Refit as an <see cref="OptimoveApiException"/>.</summary>
internal sealed class UnusableAnswerException(string found) : Exception(found);
