namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>The requests in the order in which they came. A request is in it before it is answered.</summary>
internal sealed class RequestLog
{
    private readonly List<Entry> _entries = [];

    public Entry Add(RecordedRequest request)
    {
        var entry = new Entry(request);
        lock (_entries)
        {
            _entries.Add(entry);
        }

        return entry;
    }

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_entries)
        {
            return [.. _entries.Select(static entry => entry.Request)];
        }
    }

    public IReadOnlyList<RecordedRequest> Clear()
    {
        lock (_entries)
        {
            var forgotten = Snapshot();
            _entries.Clear();
            return forgotten;
        }
    }

    public sealed class Entry(RecordedRequest request)
    {
        private volatile RecordedRequest _request = request;

        public RecordedRequest Request
        {
            get => _request;
            set => _request = value;
        }
    }
}
