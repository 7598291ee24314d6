using Microsoft.Extensions.Logging;

namespace Optimove.Attributes.Client;

/// <summary>What the SDK logs: names of calls, numbers and states. Never an address, a key, an id or a value.</summary>
internal static partial class Log
{
    public const string Category = "Optimove.Attributes.Client";

    [LoggerMessage(1, LogLevel.Warning, "{Call}: attempt {Attempt} failed (status {Status}, {Failure}); trying again in {Delay}")]
    public static partial void Retrying(ILogger logger, string call, int attempt, int? status, string? failure, TimeSpan delay);

    [LoggerMessage(2, LogLevel.Warning, "{Call}: answered 429; all calls with this key pause for {Pause}")]
    public static partial void KeyPaused(ILogger logger, string call, TimeSpan pause);

    [LoggerMessage(3, LogLevel.Information, "A callback was refused with {Status}")]
    public static partial void CallbackRefused(ILogger logger, int status);

    [LoggerMessage(4, LogLevel.Warning, "The ledger could not be written; the call that it was about is not affected")]
    public static partial void LedgerFailed(ILogger logger, IOException exception);

    [LoggerMessage(6, LogLevel.Warning, "Bulk: the server takes no calls ({Failure}); one after the other tries, for {MaxOutage} at most")]
    public static partial void WaitingForServer(ILogger logger, string failure, TimeSpan maxOutage);

    [LoggerMessage(7, LogLevel.Information, "Bulk: the server takes calls again")]
    public static partial void ServerIsBack(ILogger logger);

    [LoggerMessage(8, LogLevel.Error, "The IBatchOutcomeHandler failed ({Failure}): an outcome of {Values} values did not reach the application")]
    public static partial void OutcomeHandlerFailed(ILogger logger, long values, string failure);

    [LoggerMessage(5, LogLevel.Warning, "The server says that the limit of {Limit} attributes is reached; {Unknown} of them were created by others")]
    public static partial void LimitReachedEarly(ILogger logger, int limit, int unknown);
}
