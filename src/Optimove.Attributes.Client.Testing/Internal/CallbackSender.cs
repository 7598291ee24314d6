using System.Net.Http.Headers;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>POSTs what became of a call to the address that the call gave.</summary>
internal sealed class CallbackSender(TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // Without a propagator the client sends no trace context of the program under test, and shows the address to no listener.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null })
    {
        Timeout = LongestWait,
    };

    private readonly CancellationTokenSource _stop = new();
    private readonly List<SentCallback> _sent = [];

    public IReadOnlyList<SentCallback> Snapshot()
    {
        lock (_sent)
        {
            return [.. _sent];
        }
    }

    public void Clear()
    {
        lock (_sent)
        {
            _sent.Clear();
        }
    }

    /// <summary>Sends as often as it is told, once the call was answered, and after the delay. Can't fail.</summary>
    public async Task SendAsync(string url, byte[] body, CallbackFault? fault, Task answered)
    {
        try
        {
            if (fault is not { IsEarly: true })
            {
                await answered.WaitAsync(_stop.Token).ConfigureAwait(false);
            }

            if (fault?.Delay > TimeSpan.Zero)
            {
                await Task.Delay(fault.Delay, timeProvider, _stop.Token).ConfigureAwait(false);
            }

            for (var copies = fault?.Copies ?? 1; copies > 0; copies--)
            {
                await PostAsync(url, body).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (_stop.IsCancellationRequested && exception is OperationCanceledException or HttpRequestException or ObjectDisposedException)
        {
            // The simulator is gone, and its callbacks with it.
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _http.Dispose();
    }

    private async Task PostAsync(string url, byte[] body)
    {
        var sentAt = timeProvider.GetUtcNow();
        int? status = null;
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _http.PostAsync(new Uri(url, UriKind.Absolute), content, _stop.Token).ConfigureAwait(false);
            status = (int)response.StatusCode;
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested
            && exception is HttpRequestException or OperationCanceledException or UriFormatException or NotSupportedException or InvalidOperationException)
        {
            // Nobody there, no answer in time, or no address at all: the vendor would not tell either.
        }

        lock (_sent)
        {
            _sent.Add(new SentCallback(url, System.Text.Encoding.UTF8.GetString(body), sentAt, status));
        }
    }
}
