using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Optimove.Attributes.Client.Tests.Support;

/// <summary>HTTP/1.1 on loopback, byte for byte: what was sent is seen as it was sent, and an answer can break anywhere.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<Reply> _script = new();
    private readonly List<SeenRequest> _requests = [];
    private readonly CancellationTokenSource _stop = new();
    private int _openConnections;

    public ScriptedServer(params Reply[] script)
    {
        foreach (var reply in script)
        {
            _script.Enqueue(reply);
        }

        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int OpenConnections => Volatile.Read(ref _openConnections);

    public IReadOnlyList<SeenRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Called once a request is there, before it is answered.</summary>
    public Action<SeenRequest>? OnRequest { get; init; }

    /// <summary>Whether an empty catalog is there, for the look before an Add: outside the script, and not among the requests.</summary>
    public bool HasCatalog { get; init; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _openConnections);
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            while (await ReadAsync(stream) is { } request)
            {
                if (HasCatalog && request.Target == "/Model/GetCustomerAttributeList")
                {
                    await stream.WriteAsync(Reply.Ok("[]").Bytes, _stop.Token);
                    continue;
                }

                Reply reply;
                lock (_requests)
                {
                    _requests.Add(request);

                    // The last reply of the script holds for all that follows; a request without one is a fault of the test.
                    reply = _script.Count == 0 ? Reply.Status(599, "unexpected request") : _script.Count == 1 ? _script.Peek() : _script.Dequeue();
                }

                OnRequest?.Invoke(request);
                if (reply.Bytes is { } bytes)
                {
                    await stream.WriteAsync(bytes, _stop.Token);
                }

                switch (reply.End)
                {
                    case ReplyEnd.Hang:
                        await Task.Delay(Timeout.Infinite, _stop.Token);
                        break;
                    case ReplyEnd.Reset:
                        socket.LingerState = new LingerOption(true, 0);
                        return;
                    case ReplyEnd.Close:
                        return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The client went away.
        }
        finally
        {
            Interlocked.Decrement(ref _openConnections);
        }
    }

    private async Task<SeenRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var length = lines.Select(line => line.Split(':', 2)).Where(parts => parts[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(parts => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)).SingleOrDefault();
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        var requestLine = lines[0].Split(' ');
        return new SeenRequest(requestLine[0], requestLine[1], lines[1..], body);
    }

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';
}
