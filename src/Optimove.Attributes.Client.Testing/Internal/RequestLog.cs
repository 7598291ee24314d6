namespace Optimove.Attributes.Client.Testing.Internal;

internal sealed class RequestLog
{
    private readonly List<RecordedRequest> _requests = [];

    public void Add(WireRequest request, int statusCode)
    {
        var recorded = new RecordedRequest
        {
            Method = request.Method,
            RawTarget = request.RawTarget,
            Headers = request.Headers,
            Body = request.Body,
            ReceivedAt = request.ReceivedAt,
            StatusCode = statusCode,
        };
        lock (_requests)
        {
            _requests.Add(recorded);
        }
    }

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_requests)
        {
            return [.. _requests];
        }
    }

    public void Clear()
    {
        lock (_requests)
        {
            _requests.Clear();
        }
    }
}
