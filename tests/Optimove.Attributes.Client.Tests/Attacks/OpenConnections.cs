using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Optimove.Attributes.Client.Tests.Attacks;

/// <summary>Counts the connections to a port of this machine by the platform's own metric.</summary>
internal sealed class OpenConnections : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _byState = new();

    public OpenConnections(int port)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == "http.client.open_connections")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, tags, _) =>
        {
            string? state = null;
            var isOurs = false;
            foreach (var (name, value) in tags)
            {
                state = name == "http.connection.state" ? (string?)value : state;
                isOurs |= name == "server.port" && value is int number && number == port;
            }

            if (isOurs)
            {
                _byState.AddOrUpdate(state!, change, (_, before) => before + change);
            }
        });
        _listener.Start();
    }

    public long Active => _byState.GetValueOrDefault("active");

    public long All => _byState.Values.Sum();

    public void Dispose() => _listener.Dispose();
}
