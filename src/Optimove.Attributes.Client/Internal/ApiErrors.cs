using System.Globalization;
using System.Net;
using Refit;

namespace Optimove.Attributes.Client;

/// <summary>Turns an answer that says no into the error for it. Can't fail: an HTML page is as good as any body.</summary>
internal static class ApiErrors
{
    public static OptimoveApiException Create(HttpResponseMessage response, TimeSpan? retryAfter = null, UnusableAnswerException? unusable = null)
    {
        var operation = NameOf(response.RequestMessage);
        var answer = response.Content as BufferedAnswer;
        var excerpt = answer is null || HoldsData(response, answer) ? null : MaskedExcerpt.Create(answer, response.RequestMessage);
        var requestId = answer is null ? null : MaskedExcerpt.Mask(OptimoveContentSerializer.FindRequestId(answer), response.RequestMessage);
        var status = (int)response.StatusCode;
        var said = excerpt is null ? string.Empty : $" It said: {excerpt}";
        if (unusable is not null)
        {
            return new(
                string.Create(CultureInfo.InvariantCulture, $"{operation}: the server answered {status} with {unusable.Message}.{said}"),
                response.StatusCode,
                excerpt,
                requestId)
            {
                MayHaveArrived = !unusable.IsRefusal || answer is { IsAfterLostAttempt: true },
            };
        }

        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new OptimoveAuthenticationException(
                $"{operation}: the server did not take the API key (401). It may be wrong, disabled, deleted or rotated.{said}", excerpt, requestId),
            HttpStatusCode.Forbidden => new OptimoveAuthorizationException(
                $"{operation}: the API key may not do this (403). Only a key with the Admin access type may manage attributes; the tenant's IP allow list may also refuse this machine.{said}",
                excerpt,
                requestId),
            HttpStatusCode.TooManyRequests => new OptimoveRateLimitedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{operation}: the rate limit is reached (429){(retryAfter is { } wait ? $"; the server asks to wait {wait}" : string.Empty)}.{said}"),
                retryAfter,
                excerpt,
                requestId),
            _ => new(
                string.Create(CultureInfo.InvariantCulture, $"{operation}: the server answered {status}.{said}"), response.StatusCode, excerpt, requestId),
        };
    }

    /// <summary>A good answer to a read that breaks off is still somebody's profile: nothing in the request says what to mask in it.</summary>
    private static bool HoldsData(HttpResponseMessage response, BufferedAnswer answer) =>
        response.IsSuccessStatusCode && response.RequestMessage?.Method == HttpMethod.Get && answer.FirstByte is (byte)'[' or (byte)'{';

    /// <summary>The call's name, without the customer id that a path may hold.</summary>
    public static string NameOf(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(new HttpRequestOptionsKey<string>(HttpRequestMessageOptions.MethodName), out var name)
            ? name.Replace("Async", string.Empty, StringComparison.Ordinal)
            : "The call";
}
