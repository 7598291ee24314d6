using System.Globalization;
using Optimove.Attributes.Client.Testing.Internal;

namespace Optimove.Attributes.Client.Testing;

/// <summary>What goes wrong with a call. A call that is refused for its key or the rate limit meets none.</summary>
/// <remarks>
/// A fault that says no (<see cref="TooManyRequests()"/>, <see cref="Status"/>, <see cref="HtmlPage"/>, <see cref="ConnectionReset"/>) comes in
/// place of the call, which changes nothing, unless it is ordered with <see cref="AfterApplying"/>. The others change how a call is answered that
/// was taken.
/// </remarks>
public sealed class Fault
{
    private const string Json = "application/json; charset=utf-8";

    private readonly string _description;

    private Fault(string description) => _description = description;

    /// <summary>Whether the call is taken all the same.</summary>
    public bool IsApplied { get; private init; }

    internal int? StatusCode { get; private init; }

    internal string? Body { get; private init; }

    internal string? MediaType { get; private init; }

    internal string? RetryAfter { get; private init; }

    internal TimeSpan AnswerDelay { get; private init; }

    internal TimeSpan BodyDuration { get; private init; }

    internal bool CutsBody { get; private init; }

    internal bool ResetsConnection { get; private init; }

    /// <summary>429 with the documented body, and no <c>Retry-After</c>: the vendor promises none.</summary>
    /// <returns>The fault.</returns>
    public static Fault TooManyRequests() => Limited(null);

    /// <summary>429 with the documented body and a <c>Retry-After</c> in seconds.</summary>
    /// <param name="retryAfter">What the header says, in whole seconds, rounded up.</param>
    /// <returns>The fault.</returns>
    public static Fault TooManyRequests(TimeSpan retryAfter) => Limited(Math.Ceiling(retryAfter.TotalSeconds).ToString("F0", CultureInfo.InvariantCulture));

    /// <summary>429 with the documented body and a <c>Retry-After</c> that is a date.</summary>
    /// <param name="retryAfter">What the header says, in whole seconds.</param>
    /// <returns>The fault.</returns>
    public static Fault TooManyRequests(DateTimeOffset retryAfter) => Limited(retryAfter.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture));

    /// <summary>An answer of any status, such as 503.</summary>
    /// <param name="status">From 200 to 599.</param>
    /// <param name="body">The body, as it is sent; empty by default.</param>
    /// <param name="contentType">The content type; JSON by default.</param>
    /// <returns>The fault.</returns>
    public static Fault Status(int status, string body = "", string contentType = Json)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        return new(string.Create(CultureInfo.InvariantCulture, $"status {status}")) { StatusCode = status, Body = body, MediaType = contentType };
    }

    /// <summary>The page of a firewall in between (seen).</summary>
    /// <param name="status">Its status; 403 by default. It was seen with 200 too.</param>
    /// <returns>The fault.</returns>
    public static Fault HtmlPage(int status = 403) => new(string.Create(CultureInfo.InvariantCulture, $"an HTML page with {status}"))
    {
        StatusCode = Status(status).StatusCode,
        Body = "<!DOCTYPE html><html><head><title>Access denied</title></head><body><h1>Request blocked</h1></body></html>",
        MediaType = "text/html; charset=utf-8",
    };

    /// <summary>200 with a bare JSON string. In answer to a read this is how the vendor says that it failed (seen); an Add or Update so answered was taken (assumed).</summary>
    /// <param name="text">The text in the string.</param>
    /// <returns>The fault.</returns>
    public static Fault JsonString(string text = "Something went wrong")
    {
        ArgumentNullException.ThrowIfNull(text);
        return new("a bare JSON string with 200") { StatusCode = 200, Body = System.Text.Json.JsonSerializer.Serialize(text), IsApplied = true };
    }

    /// <summary>An answer without a body. In answer to an Add or Update it is one of the shapes to expect.</summary>
    /// <param name="status">Its status; 200 by default.</param>
    /// <returns>The fault.</returns>
    public static Fault EmptyBody(int status = 200) => new(string.Create(CultureInfo.InvariantCulture, $"an empty body with {status}"))
    {
        StatusCode = Status(status).StatusCode,
        Body = string.Empty,
        IsApplied = true,
    };

    /// <summary>The right answer, half of it; then the connection ends.</summary>
    /// <returns>The fault.</returns>
    public static Fault TruncatedBody() => new("a truncated body") { CutsBody = true, IsApplied = true };

    /// <summary>The right answer, whose body comes little by little.</summary>
    /// <param name="duration">How long that takes, on the simulator's clock; at most 24 days.</param>
    /// <returns>The fault.</returns>
    public static Fault SlowBody(TimeSpan duration)
    {
        Check.Delay(duration, nameof(duration));
        return new("a slow body") { BodyDuration = duration, IsApplied = true };
    }

    /// <summary>The connection is reset without an answer, before the call was taken; with <see cref="AfterApplying"/>, after that.</summary>
    /// <returns>The fault.</returns>
    public static Fault ConnectionReset() => new("a connection reset") { ResetsConnection = true };

    /// <summary>The right answer, late. The call is taken at once.</summary>
    /// <param name="delay">How late, on the simulator's clock; at most 24 days.</param>
    /// <returns>The fault.</returns>
    public static Fault Delay(TimeSpan delay)
    {
        Check.Delay(delay, nameof(delay));
        return new("a delay") { AnswerDelay = delay, IsApplied = true };
    }

    /// <summary>The right answer under a wrong content type.</summary>
    /// <param name="contentType">The content type that it is given, such as <c>text/plain</c>.</param>
    /// <returns>The fault.</returns>
    public static Fault ContentType(string contentType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        return new("a wrong content type") { MediaType = contentType, IsApplied = true };
    }

    /// <summary>The same, and yet the call is taken: what the caller hears is not what happened.</summary>
    /// <returns>The fault.</returns>
    public Fault AfterApplying() => new(_description + (IsApplied ? string.Empty : " after the call was taken"))
    {
        IsApplied = true,
        StatusCode = StatusCode,
        Body = Body,
        MediaType = MediaType,
        RetryAfter = RetryAfter,
        AnswerDelay = AnswerDelay,
        BodyDuration = BodyDuration,
        CutsBody = CutsBody,
        ResetsConnection = ResetsConnection,
    };

    /// <summary>The fault in words.</summary>
    /// <returns>Such as <c>status 503</c>.</returns>
    public override string ToString() => _description;

    private static Fault Limited(string? retryAfter) => new(retryAfter is null ? "429" : $"429 with Retry-After: {retryAfter}")
    {
        StatusCode = 429,
        Body = """{"status":429,"error":"Too Many Requests","message":"The rate limit of this API key is reached."}""",
        RetryAfter = retryAfter,
    };
}
