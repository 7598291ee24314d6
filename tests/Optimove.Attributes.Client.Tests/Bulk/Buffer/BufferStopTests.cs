using System.Collections;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Optimove.Attributes.Client.Tests.Bulk.Buffer;

/// <summary>Many writers, and a host that stops in the middle: what was acknowledged is delivered or handed over, never both, never neither.</summary>
public sealed partial class BufferStopTests
{
    private const int Writers = 64;
    private const int UpdatesOfAWriter = 15_625;

    [Theory]
    [InlineData(30_000)]
    [InlineData(20)]
    public async Task HostStoppedInTheMiddle_LosesNothingThatWasAcknowledged(int shutdownMilliseconds)
    {
        var server = new Server();
        var handedOver = new BitArray(Writers * UpdatesOfAWriter);
        var unsent = new BitArray(Writers * UpdatesOfAWriter);
        var counts = default(DeliveryCounts);
        var twice = 0;
        var handler = new RecordingOutcomeHandler(outcome =>
        {
            counts += outcome.Counts;
            foreach (var update in outcome.Undelivered)
            {
                var number = int.Parse(update.CustomerId, System.Globalization.CultureInfo.InvariantCulture);
                twice += handedOver[number] ? 1 : 0;
                handedOver[number] = true;
                unsent[number] = outcome.Counts.NotSent > 0;
            }
        });
        var builder = Host.CreateApplicationBuilder();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(shutdownMilliseconds));
        builder.Services.AddOptimoveAttributes(static options =>
        {
            (options.BaseAddress, options.ApiKey) = (new Uri("https://api4.optimove.net/"), "key");
            options.RateLimits = [new(1_000_000, TimeSpan.FromMilliseconds(1))];
        }).ConfigurePrimaryHttpMessageHandler(() => server);
        builder.Services.AddOptimoveUpdateBuffer().AddSingleton<IBatchOutcomeHandler>(handler);
        using var host = builder.Build();
        await host.StartAsync();
        var buffer = host.Services.GetRequiredService<AttributeUpdateBuffer>();
        var acknowledged = new int[Writers];
        var enqueued = 0;
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            try
            {
                for (; acknowledged[writer] < UpdatesOfAWriter; acknowledged[writer]++)
                {
                    var number = (writer * UpdatesOfAWriter) + acknowledged[writer];
                    await buffer.EnqueueAsync(new CustomerUpdate(number.ToString(System.Globalization.CultureInfo.InvariantCulture)) { ["SCORE"] = number });
                    if (Interlocked.Increment(ref enqueued) == Writers * UpdatesOfAWriter / 2)
                    {
                        half.TrySetResult();
                    }
                }
            }
            catch (InvalidOperationException)
            {
                // The buffer is stopped.
            }
        })).ToArray();
        await half.Task;
        try
        {
            await host.StopAsync();
        }
        catch (OperationCanceledException)
        {
            // The host says that its time was over.
        }

        await Task.WhenAll(writers);

        var total = acknowledged.Sum();
        Assert.InRange(total, 100_000, (Writers * UpdatesOfAWriter) - 1);
        Assert.Equal(0, twice);
        Assert.Equal(total, counts.Total);
        for (var number = 0; number < Writers * UpdatesOfAWriter; number++)
        {
            var isAcknowledged = number % UpdatesOfAWriter < acknowledged[number / UpdatesOfAWriter];
            var isThere = server.Taken[number];

            // What was under way when its time was over may be there, and is handed over as unconfirmed.
            var isAsReported = handedOver[number] ? isAcknowledged && !(isThere && unsent[number]) : isAcknowledged == isThere;
            Assert.True(isAsReported, $"{number}: acknowledged {isAcknowledged}, handed over {handedOver[number]}, unsent {unsent[number]}, there {isThere}");
        }

        Assert.Equal(total, counts.Accepted + handedOver.Cast<bool>().LongCount(static isHandedOver => isHandedOver));
        Assert.Equal(shutdownMilliseconds < 1000, counts.Problems > 0);
    }

    /// <summary>Takes calls in 20 ms, or not at all where they are given up meanwhile.</summary>
    private sealed partial class Server : HttpMessageHandler
    {
        private static readonly byte[] Answer = "{}"u8.ToArray();

        public BitArray Taken { get; } = new(Writers * UpdatesOfAWriter);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = Encoding.ASCII.GetString(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            await Task.Delay(20, cancellationToken);
            lock (Taken)
            {
                foreach (var id in CustomerId().EnumerateMatches(body))
                {
                    Taken[int.Parse(body.AsSpan(id.Index + 14, id.Length - 15), System.Globalization.CultureInfo.InvariantCulture)] = true;
                }

                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Answer) };
            }
        }

        [GeneratedRegex("\"CustomerID\":\"[0-9]+\"")]
        private static partial Regex CustomerId();
    }
}
