using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace Optimove.Attributes.Client.Testing.Tests;

/// <summary>Takes callbacks over HTTP, and answers each with 204.</summary>
internal sealed class CallbackCatcher : IDisposable
{
    private readonly WireMockServer _server = WireMockServer.Start();

    public CallbackCatcher() => _server.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(204));

    public string Url => _server.Url + "/callbacks?token=t1";

    /// <summary>The bodies in the order in which they came.</summary>
    public IReadOnlyList<string> Bodies => [.. _server.LogEntries.Select(static entry => entry.RequestMessage!.Body!)];

    public IReadOnlyList<string> ContentTypes => [.. _server.LogEntries.Select(static entry => entry.RequestMessage!.Headers!["Content-Type"].Single())];

    public IReadOnlyList<string> Queries => [.. _server.LogEntries.Select(static entry => new Uri(entry.RequestMessage!.Url).Query)];

    public void Dispose() => _server.Dispose();
}
