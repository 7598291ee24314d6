using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>What a failed call says about the next one. What is neither of the two, the server is down or does not take calls now, time may mend.</summary>
internal static class CallFailures
{
    /// <summary>The server read the call, and says that what it holds can't be right: another call may fare better.</summary>
    public static bool IsRefusal(this Exception exception) => exception is OptimoveApiException api
        && (api.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity
            || (api.StatusCode < HttpStatusCode.MultipleChoices && !api.MayHaveArrived));

    /// <summary>Time does not mend it, and every other call would meet it too: a key that is refused, an address that is wrong, a handler of the application's own that throws.</summary>
    public static bool IsForAll(this Exception exception) => exception is not OptimoveException or OptimoveValidationException
        || (exception is OptimoveApiException { StatusCode: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.InternalServerError } api
            && api.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
            && !exception.IsRefusal());
}
