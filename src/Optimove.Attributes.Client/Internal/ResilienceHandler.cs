using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace Optimove.Attributes.Client;

/// <summary>
/// The pipeline, outermost first: total timeout, retry, rate limiter, attempt timeout; then the key and the connection. What comes out is an
/// answer of a good status, or one of our errors.
/// </summary>
internal sealed class ResilienceHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<ResilientCall> CallKey = new("Optimove.Call");

    private readonly OptimoveAttributesOptions _options;
    private readonly ApiKeySource _keys;
    private readonly SharedRateLimiters _limiters;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public ResilienceHandler(
        OptimoveAttributesOptions options, ApiKeySource keys, SharedRateLimiters limiters, TimeProvider timeProvider, ILogger logger)
    {
        _options = options;
        _keys = keys;
        _limiters = limiters;
        _timeProvider = timeProvider;
        _logger = logger;
        _pipeline = BuildPipeline();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var total = new PausableTimeout(_options.TotalTimeout, _timeProvider, cancellationToken);
        var call = new ResilientCall(request, total, cancellationToken);
        try
        {
            return await SendAsync(call).ConfigureAwait(false);
        }
        catch (OptimoveException exception)
        {
            exception.SetMayHaveArrived(call.MayHaveArrived);
            throw;
        }
        finally
        {
            if (request.Content is PooledJsonContent { Body: UpdateCustomerAttributesRequest update })
            {
                // A call that is cancelled, perhaps while its answer is read, ends in an exception that can't say it.
                update.MayHaveArrived = call.MayHaveArrived || call.IsAnswered;
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ResilientCall call)
    {
        using var activity = Telemetry.Start(call.Name, call.Request.RequestUri);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, call.Total.Token);
        context.Properties.Set(CallKey, call);
        HttpResponseMessage? response = null;
        try
        {
            response = await _pipeline.ExecuteAsync(AttemptAsync, context).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                // Refit makes null of 204 too.
                response.StatusCode = response.StatusCode == HttpStatusCode.NoContent ? HttpStatusCode.OK : response.StatusCode;
                var answer = response;
                response = null;
                call.IsAnswered = true;
                return answer;
            }

            throw ApiErrors.Create(response, RetryAfterHeader.Read(response, _timeProvider));
        }
        catch (OperationCanceledException) when (call.CallerToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException exception)
        {
            throw new OptimoveTimeoutException(
                call.Total.IsOver
                    ? string.Create(CultureInfo.InvariantCulture, $"{call.Name}: no usable answer within {_options.TotalTimeout} ({nameof(_options.TotalTimeout)}), after {call.Describe()}.")
                    : $"{call.Name}: the attempt was given up before its time, after {call.Describe()}.",
                exception);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new OptimoveTimeoutException(
                string.Create(CultureInfo.InvariantCulture, $"{call.Name}: no answer within {_options.AttemptTimeout} ({nameof(_options.AttemptTimeout)}), after {call.Describe()}."),
                exception);
        }
        catch (RateLimiterRejectedException exception)
        {
            _limiters.ThrowIfDisposed();
            throw new OptimoveRateLimitedException(
                call.Attempts == 0
                    ? $"{call.Name}: the rate limiter gave no permit; nothing was sent."
                    : $"{call.Name}: the rate limiter gave no permit for another attempt, after {call.Describe()}.",
                exception.RetryAfter);
        }
        catch (Exception exception) when (QuotesAnswer(exception))
        {
            throw new OptimoveTransportException($"{call.Name}: no usable answer, after {call.Describe()}. What came is not HTTP.");
        }
        catch (Exception exception) when (IsBrokenConnection(exception))
        {
            throw new OptimoveTransportException($"{call.Name}: no usable answer, after {call.Describe()}. {exception.Message}", exception);
        }
        finally
        {
            response?.Dispose();
            Telemetry.Finish(activity, call.Attempts, call.LastStatus, call.IsAnswered);
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<HttpResponseMessage> BuildPipeline()
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _timeProvider };
        if (_options.MaxRetryAttempts > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = _options.MaxRetryAttempts,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _options.RetryBaseDelay,
                MaxDelay = _options.MaxRetryDelay,
                ShouldHandle = args => new(IsWorthRetrying(args.Outcome, CallOf(args.Context))),
                DelayGenerator = args => new(args.Outcome.Result is { } response ? RetryAfterHeader.Read(response, _timeProvider) : null),
                OnRetry = OnRetry,
            });
        }

        return builder
            .AddRateLimiter(new RateLimiterStrategyOptions { RateLimiter = args => AcquireAsync(CallOf(args.Context)) })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = _options.AttemptTimeout })
            .Build();
    }

    private async ValueTask<HttpResponseMessage> AttemptAsync(ResilienceContext context)
    {
        var call = CallOf(context);
        call.Attempts++;
        call.LastStatus = null;
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(call.Request, context.CancellationToken).ConfigureAwait(false);
            call.LastStatus = response.StatusCode;
            response.RequestMessage ??= call.Request;
            var answer = await BufferedAnswer.ReadAsync(response.Content, _options.MaxResponseBytes, context.CancellationToken).ConfigureAwait(false);
            answer.IsAfterLostAttempt = call.MayHaveArrived;
            response.Content = answer;
            call.MayHaveArrived |= response.StatusCode is HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                var pause = RetryAfterHeader.Read(response, _timeProvider) ?? _options.RetryBaseDelay;
                Log.KeyPaused(_logger, call.Name, pause);
                call.Limiter?.Pause(pause);
            }

            return response;
        }
        catch (HttpRequestException exception) when (IsWithoutConnection(exception))
        {
            throw;
        }
        catch
        {
            call.MayHaveArrived = true;
            response?.Dispose();
            throw;
        }
    }

    private async ValueTask<RateLimitLease> AcquireAsync(ResilientCall call)
    {
        var apiKey = await _keys.GetAsync(call.Total.Token).ConfigureAwait(false);
        call.Request.Options.Set(ApiKeyHandler.Key, apiKey);
        var limiter = _options.RateLimiter ?? _limiters.For(apiKey);
        call.Limiter = limiter as OptimoveRateLimiter;

        // Whatever the queue is long, waiting for a permit is nobody's failure. But nobody waits out a pause that is longer than the call has time for.
        call.Total.StandStill();
        try
        {
            return call.Limiter is { } own
                ? await own.AcquireAsync(1, call.Total.Left, call.CallerToken).ConfigureAwait(false)
                : await limiter.AcquireAsync(1, call.CallerToken).ConfigureAwait(false);
        }
        finally
        {
            call.Total.Run();
        }
    }

    private bool IsWorthRetrying(Outcome<HttpResponseMessage> outcome, ResilientCall call)
    {
        if (call.Total.Token.IsCancellationRequested)
        {
            return false;
        }

        if (outcome.Exception is { } exception)
        {
            return exception is TimeoutRejectedException or OperationCanceledException || IsBrokenConnection(exception);
        }

        var response = outcome.Result!;
        return response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            && !(RetryAfterHeader.Read(response, _timeProvider) > call.Total.Left);
    }

    private ValueTask OnRetry(OnRetryArguments<HttpResponseMessage> args)
    {
        var call = CallOf(args.Context);
        Log.Retrying(_logger, call.Name, args.AttemptNumber + 1, call.LastStatus is { } status ? (int)status : null, args.Outcome.Exception?.GetType().Name, args.RetryDelay);
        if (call.LastStatus == HttpStatusCode.TooManyRequests)
        {
            call.Limiter?.Pause(args.RetryDelay);
        }

        return default;
    }

    private static bool IsWithoutConnection(HttpRequestException exception) => exception.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static bool IsBrokenConnection(Exception exception) => exception is HttpRequestException or IOException or InvalidDataException;

    // The framework shows the line that it can't read, which may be anybody's data: neither its message nor itself goes on.
    private static bool QuotesAnswer(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse };

    private static ResilientCall CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);
}
