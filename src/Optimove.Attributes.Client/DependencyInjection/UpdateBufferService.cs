using Microsoft.Extensions.Hosting;

namespace Optimove.Attributes.Client;

/// <summary>Starts a buffer with the host, and drains it when every other service has stopped: what they enqueue at their end counts too.</summary>
internal sealed class UpdateBufferService(Func<AttributeUpdateBuffer> buffer) : IHostedLifecycleService
{
    private AttributeUpdateBuffer? _buffer;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _buffer = buffer();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => _buffer?.StopWithoutOutcomesAsync(cancellationToken) ?? Task.CompletedTask;
}
