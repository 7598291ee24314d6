using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>HTTP on loopback by WireMock.Net: every request goes to one function, with its target as it came.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly WireMockServer _server;

    // WireMock shows paths decoded twice. The target itself is known to the server underneath; it flows along with the request.
    private readonly AsyncLocal<string?> _rawTarget = new();

    public LoopbackServer(OptimoveSimulatorOptions options, Func<WireRequest, WireAnswer> answer)
    {
        _server = WireMockServer.Start(new WireMockServerSettings
        {
            Urls = [$"http://127.0.0.1:{options.Port}"],
            DisableJsonBodyParsing = true,
            MaxRequestLogCount = 0,
            Logger = new WireMock.Logging.WireMockNullLogger(),
            PreWireMockMiddlewareInit = builder => ((IApplicationBuilder)builder).Use(async (HttpContext context, RequestDelegate next) =>
            {
                _rawTarget.Value = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
                await next(context).ConfigureAwait(false);
            }),
        });
        _server
            .Given(Request.Create().UsingAnyMethod())
            .RespondWith(Response.Create().WithCallback(message => ToMessage(answer(ToRequest(message, options.TimeProvider)))));
        var basePath = options.BasePath.Trim('/');
        BaseAddress = new Uri(new Uri(_server.Url!), basePath.Length == 0 ? "/" : $"/{basePath}/");
    }

    public Uri BaseAddress { get; }

    public void Dispose() => _server.Dispose();

    private WireRequest ToRequest(IRequestMessage message, TimeProvider timeProvider) => new(
        message.Method,
        _rawTarget.Value ?? throw new InvalidOperationException("The request's target did not come along with it."),
        (message.Headers ?? new Dictionary<string, WireMockList<string>>()).ToDictionary(
            header => header.Key, header => (IReadOnlyList<string>)[.. header.Value], StringComparer.OrdinalIgnoreCase),
        message.BodyAsBytes ?? [],
        timeProvider.GetUtcNow());

    private static ResponseMessage ToMessage(WireAnswer answer) => new()
    {
        StatusCode = answer.StatusCode,
        Headers = new Dictionary<string, WireMockList<string>> { ["Content-Type"] = new("application/json; charset=utf-8") },
        BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = answer.Body },
    };
}
