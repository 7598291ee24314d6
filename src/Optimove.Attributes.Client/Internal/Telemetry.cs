using System.Diagnostics;
using System.Net;

namespace Optimove.Attributes.Client;

/// <summary>One activity for each call, in place of the framework's, which would hold the address and so the customer id.</summary>
internal static class Telemetry
{
    private static readonly ActivitySource Source = new("Optimove.Attributes.Client");

    public static Activity? Start(string call, Uri? address) =>
        Source.StartActivity(call, ActivityKind.Client)?.SetTag("server.address", address?.Host);

    public static void Finish(Activity? activity, int attempts, HttpStatusCode? status, bool isAnswered)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("optimove.attempts", attempts);
        if (status is { } answered)
        {
            activity.SetTag("http.response.status_code", (int)answered);
        }

        // The status alone does not tell: an answer of a good one may have broken off.
        if (!isAnswered)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}
