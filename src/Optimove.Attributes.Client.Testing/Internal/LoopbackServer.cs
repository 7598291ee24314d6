using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WireMock;
using WireMock.Exceptions;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>HTTP on loopback by WireMock.Net: every request goes to one function, with its target as it came; an answer can break on its way.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private const int SlowPieces = 10;

    private readonly WireMockServer _server;
    private readonly TimeProvider _timeProvider;

    // WireMock shows paths decoded twice, and its answers go out whole. What it lacks flows along with the request.
    private readonly AsyncLocal<Exchange?> _exchange = new();

    public LoopbackServer(OptimoveSimulatorOptions options, Func<WireRequest, Task<WireAnswer>> answer)
    {
        _timeProvider = options.TimeProvider;
        _server = Start(options.Port);
        _server
            .Given(Request.Create().UsingAnyMethod())
            .RespondWith(Response.Create().WithCallback(async message =>
            {
                var exchange = _exchange.Value ?? throw new InvalidOperationException("The request did not come along with its message.");
                exchange.Answer = await answer(ToRequest(message, exchange)).ConfigureAwait(false);
                return ToMessage(exchange.Answer);
            }));
        var basePath = options.BasePath.Trim('/');
        BaseAddress = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", _server.Port, basePath.Length == 0 ? "/" : $"/{basePath}/").Uri;
    }

    public Uri BaseAddress { get; }

    public void Dispose() => _server.Dispose();

    private WireMockServer Start(int port)
    {
        try
        {
            return WireMockServer.Start(new WireMockServerSettings
            {
                Urls = [$"http://127.0.0.1:{port}"],
                DisableJsonBodyParsing = true,
                DisableRequestBodyDecompressing = true,
                MaxRequestLogCount = 0,
                Logger = new WireMock.Logging.WireMockNullLogger(),
                PreWireMockMiddlewareInit = builder => ((IApplicationBuilder)builder).Use(ServeAsync),
            });
        }
        catch (WireMockException exception)
        {
            throw new IOException($"The simulator can't listen on port {port} of 127.0.0.1: {exception.GetBaseException().Message}", exception);
        }
    }

    private static WireRequest ToRequest(IRequestMessage message, Exchange exchange) => new(
        message.Method,
        exchange.RawTarget,
        (message.Headers ?? new Dictionary<string, WireMockList<string>>()).ToDictionary(
            header => header.Key, header => (IReadOnlyList<string>)[.. header.Value], StringComparer.OrdinalIgnoreCase),
        message.BodyAsBytes ?? [],
        exchange.Answered.Task);

    private static ResponseMessage ToMessage(WireAnswer answer)
    {
        var headers = new Dictionary<string, WireMockList<string>> { ["Content-Type"] = new(answer.ContentType) };
        if (answer.RetryAfter is { } retryAfter)
        {
            headers["Retry-After"] = new(retryAfter);
        }

        return new ResponseMessage
        {
            StatusCode = answer.StatusCode,
            Headers = headers,
            BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = answer.Body },
        };
    }

    private async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var exchange = new Exchange(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        _exchange.Value = exchange;
        var wire = context.Response.Body;
        using var written = new MemoryStream();
        context.Response.Body = written;
        try
        {
            await next(context).ConfigureAwait(false);
            context.Response.Body = wire;
            await PlayAsync(context, exchange.Answer ?? new WireAnswer(context.Response.StatusCode, []), written.ToArray()).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
        finally
        {
            exchange.Answered.TrySetResult();
        }
    }

    private async Task PlayAsync(HttpContext context, WireAnswer answer, byte[] body)
    {
        var aborted = context.RequestAborted;
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, _timeProvider, aborted).ConfigureAwait(false);
        }

        if (answer.ResetsConnection)
        {
            Reset(context);
            return;
        }

        var response = context.Response;
        response.ContentLength = answer.CutsBody ? Math.Max(1, body.Length) : body.Length;
        if (answer.CutsBody)
        {
            await response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), aborted).ConfigureAwait(false);
            await response.Body.FlushAsync(aborted).ConfigureAwait(false);
            Reset(context);
            return;
        }

        var piece = answer.BodyDuration > TimeSpan.Zero ? Math.Max(1, (body.Length + SlowPieces - 1) / SlowPieces) : body.Length;
        for (var at = 0; at < body.Length; at += piece)
        {
            if (answer.BodyDuration > TimeSpan.Zero)
            {
                await response.Body.FlushAsync(aborted).ConfigureAwait(false);
                await Task.Delay(answer.BodyDuration / SlowPieces, _timeProvider, aborted).ConfigureAwait(false);
            }

            await response.Body.WriteAsync(body.AsMemory(at, Math.Min(piece, body.Length - at)), aborted).ConfigureAwait(false);
        }

        await response.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection with a reset, not with a proper end.</summary>
    private static void Reset(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        }

        context.Abort();
    }

    private sealed class Exchange(string rawTarget)
    {
        public string RawTarget { get; } = rawTarget;

        public WireAnswer? Answer { get; set; }

        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
