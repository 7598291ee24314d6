using Microsoft.Extensions.Options;

namespace Optimove.Attributes.Console;

/// <summary>What went wrong, for people, for scripts and for the exit code.</summary>
internal sealed record Failure(int ExitCode, string Kind, string Message)
{
    /// <summary>The single faults, at most <see cref="FaultList.MostListed"/> of them.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>How many faults there are; more than <see cref="Details"/> lists, perhaps.</summary>
    public long DetailCount { get; init; }

    public int? StatusCode { get; init; }

    public double? RetryAfterSeconds { get; init; }

    public static Failure Cancelled() => new(Console.ExitCode.Cancelled, "cancelled", "Stopped on request.");

    public static Failure Usage(IReadOnlyList<string> faults) =>
        new(Console.ExitCode.BadInput, "usage", "The command line can't be right.") { Details = faults, DetailCount = faults.Count };

    public static Failure From(InputException exception) =>
        new(Console.ExitCode.BadInput, exception.Kind, exception.Message) { Details = exception.Faults, DetailCount = exception.Total };

    public static Failure From(OptionsValidationException exception)
    {
        var faults = exception.Failures.ToList();
        return new(Console.ExitCode.BadInput, "configuration", $"{(faults.TrueForAll(static fault => fault.StartsWith("Callbacks.", StringComparison.Ordinal)) ? "--callback-url" : $"{Connection.BaseAddressVariable} or {Connection.ApiKeyVariable}")} can't be right.")
        {
            Details = faults,
            DetailCount = faults.Count,
        };
    }

    public static Failure From(NotCreatedException exception) =>
        new(Console.ExitCode.NotAllDelivered, exception.Kind, exception.Message) { Details = exception.Details, DetailCount = exception.Details.Count };

    public static Failure From(LedgerFileException exception) => new(Console.ExitCode.BadInput, "ledger", $"The ledger can't be used, so nothing was sent: {exception.Message}");

    public static Failure From(OptimoveException exception) => exception switch
    {
        AttributeCapExceededException cap => new(Console.ExitCode.BadInput, "cap", "Nothing was sent: the API may not create that many attributes.")
        {
            Details = [cap.Violations[0].Message],
            DetailCount = 1,
        },
        OptimoveValidationException validation => new(Console.ExitCode.BadInput, "validation", "Nothing was sent.")
        {
            Details = [.. validation.Violations.Take(FaultList.MostListed).Select(static violation => violation.Message)],
            DetailCount = validation.Violations.Count,
        },
        OptimoveAuthenticationException key => OfAnswer(Console.ExitCode.KeyRefused, "authentication", key),
        OptimoveAuthorizationException key => OfAnswer(Console.ExitCode.KeyRefused, "authorization", key),
        OptimoveRateLimitedException limited => OfAnswer(Console.ExitCode.NotAllDelivered, "rateLimited", limited) with
        {
            RetryAfterSeconds = limited.RetryAfter?.TotalSeconds,
        },
        OptimoveApiException api => OfAnswer(Console.ExitCode.NotAllDelivered, "api", api),
        OptimoveTimeoutException => new(Console.ExitCode.NoAnswer, "timeout", exception.Message),
        _ => new(Console.ExitCode.NoAnswer, "transport", exception.Message),
    };

    /// <summary>The same, where "nothing was sent" would not be true any more.</summary>
    public Failure AfterSending() => ExitCode == Console.ExitCode.BadInput ? this with { ExitCode = Console.ExitCode.NotAllDelivered } : this;

    /// <summary>Of several failures the one that a script has to know of.</summary>
    public static int WorstExitCode(IEnumerable<Failure> failures)
    {
        var codes = failures.Select(static failure => failure.ExitCode).ToHashSet();
        return new[] { Console.ExitCode.Cancelled, Console.ExitCode.KeyRefused, Console.ExitCode.NoAnswer, Console.ExitCode.NotAllDelivered, Console.ExitCode.BadInput }
            .FirstOrDefault(codes.Contains);
    }

    private static Failure OfAnswer(int exitCode, string kind, OptimoveApiException exception) =>
        new(exitCode, kind, exception.Message) { StatusCode = (int)exception.StatusCode };
}
