using System.Net;
using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>One thing that goes wrong with a call, and what the documentation of the client says it comes to.</summary>
/// <param name="Fault">What is ordered of the simulator.</param>
/// <param name="IsRetried">Whether the client tries again.</param>
/// <param name="OfARead">What a read throws in the end; <see langword="null"/> for nothing.</param>
/// <param name="OfAWrite">What an Add or Update throws in the end; <see langword="null"/> for nothing.</param>
/// <param name="Status">The status that an API error shows.</param>
internal sealed record Mishap(Fault Fault, bool IsRetried, Type? OfARead, Type? OfAWrite, HttpStatusCode? Status = null)
{
    public static readonly TimeSpan TooLong = TimeSpan.FromHours(20);

    /// <summary>Written by hand from the README's table of errors and the remarks of the options.</summary>
    public static IReadOnlyList<Mishap> All { get; } =
    [
        Final<OptimoveApiException>(Fault.Status(400, "{}"), HttpStatusCode.BadRequest),
        Final<OptimoveApiException>(Fault.Status(404), HttpStatusCode.NotFound),
        Final<OptimoveApiException>(Fault.Status(409).AfterApplying(), HttpStatusCode.Conflict),
        Final<OptimoveApiException>(Fault.Status(413, "too large", "text/plain"), HttpStatusCode.RequestEntityTooLarge),
        Final<OptimoveApiException>(Fault.Status(302), HttpStatusCode.Found),
        Final<OptimoveApiException>(Fault.HtmlPage(200), HttpStatusCode.OK),
        Final<OptimoveAuthenticationException>(Fault.Status(401), HttpStatusCode.Unauthorized),
        Final<OptimoveAuthorizationException>(Fault.Status(403), HttpStatusCode.Forbidden),
        Final<OptimoveAuthorizationException>(Fault.HtmlPage(), HttpStatusCode.Forbidden),
        Final<OptimoveRateLimitedException>(Fault.TooManyRequests(TooLong), HttpStatusCode.TooManyRequests),
        Retried<OptimoveApiException>(Fault.Status(408), HttpStatusCode.RequestTimeout),
        Retried<OptimoveApiException>(Fault.Status(500, "\"oops\""), HttpStatusCode.InternalServerError),
        Retried<OptimoveApiException>(Fault.Status(500).AfterApplying(), HttpStatusCode.InternalServerError),
        Retried<OptimoveApiException>(Fault.HtmlPage(502), HttpStatusCode.BadGateway),
        Retried<OptimoveApiException>(Fault.Status(503).AfterApplying(), HttpStatusCode.ServiceUnavailable),
        Retried<OptimoveRateLimitedException>(Fault.TooManyRequests(), HttpStatusCode.TooManyRequests),
        Retried<OptimoveRateLimitedException>(Fault.TooManyRequests(TimeSpan.FromSeconds(3)), HttpStatusCode.TooManyRequests),
        Retried<OptimoveRateLimitedException>(Fault.TooManyRequests(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)), HttpStatusCode.TooManyRequests),
        Retried<OptimoveTransportException>(Fault.ConnectionReset()),
        Retried<OptimoveTransportException>(Fault.ConnectionReset().AfterApplying()),
        Retried<OptimoveTransportException>(Fault.TruncatedBody()),
        Retried<OptimoveTimeoutException>(Fault.Delay(TimeSpan.FromMinutes(1))),
        Retried<OptimoveTimeoutException>(Fault.SlowBody(TimeSpan.FromMinutes(1))),
        OfReadsAlone(Fault.JsonString()),
        OfReadsAlone(Fault.EmptyBody()),
        OfReadsAlone(Fault.EmptyBody(202)),
        new(Fault.ContentType("text/plain"), IsRetried: false, null, null),
    ];

    public Type? Of(SimulatedCall call) =>
        call is SimulatedCall.AddCustomerAttribute or SimulatedCall.UpdateCustomerAttributes ? OfAWrite : OfARead;

    private static Mishap Final<T>(Fault fault, HttpStatusCode status) => new(fault, IsRetried: false, typeof(T), typeof(T), status);

    private static Mishap Retried<T>(Fault fault, HttpStatusCode? status = null) => new(fault, IsRetried: true, typeof(T), typeof(T), status);

    private static Mishap OfReadsAlone(Fault fault) => new(fault, IsRetried: false, typeof(OptimoveApiException), null);
}
