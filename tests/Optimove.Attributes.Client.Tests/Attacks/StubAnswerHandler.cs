using System.Net;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>Stands in for the connection, where a hundred thousand answers are too many for it.</summary>
internal sealed class StubAnswerHandler : HttpMessageHandler
{
    public (int Status, string ContentType, byte[] Body) Answer { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(Answer.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", Answer.ContentType);
        return Task.FromResult(new HttpResponseMessage((HttpStatusCode)Answer.Status) { Content = content, RequestMessage = request });
    }
}
