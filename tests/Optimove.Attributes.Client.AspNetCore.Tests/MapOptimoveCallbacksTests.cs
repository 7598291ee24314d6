using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.AspNetCore.Tests;

public sealed class MapOptimoveCallbacksTests : IDisposable
{
    private const string Success = """{"isSuccess":true,"requestId":"0386932e"}""";

    private readonly HttpClient _http = new();
    private readonly RecordingHandler _handler = new();

    [Fact]
    public async Task Callback_OfAnUpdate_IsHandedOverAndAnswered204WithoutABody()
    {
        await using var app = await StartAsync();

        var (status, body) = await PostAsync(
            app.Url(app.Token(CallbackOperation.UpdateAttributes)),
            """{"isSuccess":false,"errors":[{"error":"INVALID_VALUE","customerId":"1289049","realFieldName":"X"}],"requestId":"77e3"}""");

        Assert.Equal((HttpStatusCode.NoContent, string.Empty), (status, body));
        var outcome = Assert.IsType<UpdateAttributesOutcome>(Assert.Single(_handler.Outcomes));
        Assert.Equal((false, "77e3"), (outcome.IsSuccess, outcome.RequestId));
        var error = Assert.Single(outcome.Errors);
        Assert.Equal((UpdateErrorCode.InvalidValue, "1289049", "X"), (error.Error, error.CustomerId, error.RealFieldName));
    }

    [Fact]
    public async Task Callback_OfAnAdd_IsHandedOver()
    {
        await using var app = await StartAsync();

        var (status, _) = await PostAsync(
            app.Url(app.Token(CallbackOperation.AddAttribute)),
            """{"attributeName":"X","isSuccess":false,"errorId":"2","errorMsg":"Attribute was not added, it exists"}""");

        Assert.Equal(HttpStatusCode.NoContent, status);
        var outcome = Assert.IsType<AddAttributeOutcome>(Assert.Single(_handler.Outcomes));
        Assert.Equal(("X", false, AddErrorCode.AlreadyExists, "Attribute was not added, it exists"), (outcome.RealFieldName, outcome.IsSuccess, outcome.Error, outcome.Message));
    }

    [Theory]
    [InlineData("nonsense", Success, HttpStatusCode.NotFound)]
    [InlineData("TOKEN", "", HttpStatusCode.BadRequest)]
    [InlineData("TOKEN", "null", HttpStatusCode.BadRequest)]
    [InlineData("TOKEN", "{}", HttpStatusCode.BadRequest)]
    [InlineData("TOKEN", "<html>", HttpStatusCode.BadRequest)]
    [InlineData("TOKEN", """{"attributeName":"X","isSuccess":"maybe"}""", HttpStatusCode.BadRequest)]
    public async Task Callback_ThatIsNone_IsRefusedWithoutABodyAndHandsNothingOver(string token, string body, HttpStatusCode expected)
    {
        await using var app = await StartAsync();

        var answer = await PostAsync(app.Url(token == "TOKEN" ? app.Token(CallbackOperation.UpdateAttributes) : token), body);

        Assert.Equal((expected, string.Empty), answer);
        Assert.Empty(_handler.Outcomes);
    }

    [Fact]
    public async Task Callback_ByGetOrWithoutToken_IsNotTaken()
    {
        await using var app = await StartAsync();

        using var get = await _http.GetAsync(app.Url(app.Token(CallbackOperation.UpdateAttributes)));
        var (status, _) = await PostAsync(new Uri(app.Address, "/optimove/callbacks"), Success);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Callback_TooLarge_Is413AndNotReadToItsEnd(bool isLimitOfTheServer)
    {
        await using var app = await StartAsync(builder =>
        {
            if (isLimitOfTheServer)
            {
                builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = 1000);
            }
            else
            {
                builder.Services.Configure<OptimoveAttributesOptions>(static options => options.Callbacks.MaxBodyBytes = 1024);
            }
        });

        var (status, _) = await PostAsync(app.Url(app.Token(CallbackOperation.UpdateAttributes)), Success + new string(' ', 2000));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Empty(_handler.Outcomes);
    }

    [Fact]
    public async Task Callback_WhoseHandlerFails_IsAnsweredWithNo2xxAndTheRepeatIsHandedOver()
    {
        await using var app = await StartAsync();
        var url = app.Url(app.Token(CallbackOperation.UpdateAttributes));
        _handler.Failure = new InvalidOperationException("The database is away.");
        Assert.Equal(HttpStatusCode.InternalServerError, (await PostAsync(url, Success)).Status);

        _handler.Failure = null;

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(url, Success)).Status);
        Assert.Single(_handler.Outcomes);
    }

    /// <summary>The app's timeout ends the handler: what was not taken over must not be answered as if it was.</summary>
    [Fact]
    public async Task Callback_WhoseHandlerOutlastsTheTimeoutOfTheApp_IsAnsweredWithNo2xx()
    {
        await using var app = await CallbackApp.StartAsync(
            static builder => builder.Services
                .AddRequestTimeouts(static options => options.DefaultPolicy = new() { Timeout = TimeSpan.FromMilliseconds(50) })
                .AddSingleton<IOptimoveCallbackHandler, EndlessHandler>(),
            static app =>
            {
                app.UseRequestTimeouts();
                app.MapOptimoveCallbacks("/optimove/callbacks");
            });

        Assert.Equal(HttpStatusCode.GatewayTimeout, (await PostAsync(app.Url(app.Token(CallbackOperation.UpdateAttributes)), Success)).Status);
    }

    [Fact]
    public async Task Callback_InAnAppThatAsksForALogin_NeedsNone()
    {
        await using var app = await CallbackApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<IOptimoveCallbackHandler>(_handler);
                builder.Services.AddAuthentication("none").AddCookie("none");
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
            static app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapOptimoveCallbacks("/optimove/callbacks/");
            });

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(app.Url(app.Token(CallbackOperation.UpdateAttributes)), Success)).Status);
    }

    [Fact]
    public async Task KeyedClients_HaveReceiversOfTheirOwn()
    {
        var brandA = new RecordingHandler();
        await using var app = await CallbackApp.StartAsync(
            builder =>
            {
                foreach (var brand in new[] { "brand-a", "brand-b" })
                {
                    builder.Services.AddOptimoveAttributes(brand, options =>
                    {
                        options.BaseAddress = new Uri("http://127.0.0.1:9/");
                        options.ApiKey = "key";
                        options.Tenant = brand;
                        options.Callbacks.Secrets = [CallbackApp.Secret];
                    });
                }

                builder.Services.AddKeyedScoped<IOptimoveCallbackHandler>("brand-a", (_, _) => brandA);
            },
            static app =>
            {
                app.MapOptimoveCallbacks("/a", "brand-a");
                app.MapOptimoveCallbacks("/b", "brand-b");
            });
        var token = app.Services.GetRequiredKeyedService<CallbackReceiver>("brand-a").CreateTestToken(CallbackOperation.UpdateAttributes);

        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(new Uri(app.Address, $"/b/{token}"), Success)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(new Uri(app.Address, $"/a/{token}"), Success)).Status);
        Assert.Single(brandA.Outcomes);
    }

    [Fact]
    public async Task Logs_WithTheFilterOfTheDocumentation_HoldNeitherTokenNorBody()
    {
        using var log = new RecordingLoggerProvider();
        await using var app = await StartAsync(builder =>
        {
            builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug);
            builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            builder.Logging.AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning);
        });
        var token = app.Token(CallbackOperation.UpdateAttributes);
        _handler.Failure = new InvalidOperationException("The database is away.");

        await PostAsync(app.Url(token), """{"isSuccess":true,"requestId":"body-canary"}""");
        await PostAsync(app.Url(token), "body-canary");
        await PostAsync(app.Url(token[..^1]), "body-canary");

        Assert.Contains(log.Lines, static line => line == "Optimove.Attributes.Client: A callback was refused with 404 ");
        Assert.Contains(log.Lines, static line => line.Contains("The database is away.", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(token[..^1], StringComparison.Ordinal) || line.Contains("body-canary", StringComparison.Ordinal));
    }

    [Fact]
    public void Map_WithoutARegisteredClient_Throws()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Throws<InvalidOperationException>(() => app.MapOptimoveCallbacks("/optimove/callbacks"));
    }

    public void Dispose() => _http.Dispose();

    private Task<CallbackApp> StartAsync(Action<WebApplicationBuilder>? configure = null) => CallbackApp.StartAsync(builder =>
    {
        builder.Services.AddSingleton<IOptimoveCallbackHandler>(_handler);
        configure?.Invoke(builder);
    });

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(Uri url, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(url, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private sealed class EndlessHandler : IOptimoveCallbackHandler
    {
        public Task OnAttributeAddedAsync(AddAttributeOutcome outcome, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

        public Task OnAttributesUpdatedAsync(UpdateAttributesOutcome outcome, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
