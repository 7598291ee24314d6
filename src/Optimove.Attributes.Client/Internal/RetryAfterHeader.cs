namespace Optimove.Attributes.Client;

/// <summary>Reads <c>Retry-After</c>, as seconds or as a date.</summary>
internal static class RetryAfterHeader
{
    /// <returns>The wait; <see langword="null"/> where the server asks for none, or for one that is over.</returns>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider timeProvider)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - timeProvider.GetUtcNow() : null);
        if (wait is null && IsTooManySeconds(response))
        {
            wait = TimeSpan.MaxValue;
        }

        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>More seconds than the framework's parser takes, which then gives nothing: a long wait must not become none.</summary>
    private static bool IsTooManySeconds(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Retry-After", out var values)
        && values.Any(static value => value.Trim() is { Length: > 9 } text && text.All(char.IsAsciiDigit));
}
