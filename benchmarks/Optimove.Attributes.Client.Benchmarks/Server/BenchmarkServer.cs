using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Optimove.Attributes.Client.Benchmarks.Server;

/// <summary>Reads bodies and answers, as little as a server can do, in a process of its own; with the exact rate limit on demand.</summary>
internal static class BenchmarkServer
{
    private static readonly byte[] Answer = """{"requestId":"0386932e-0000-0000-0000-000000000000"}"""u8.ToArray();

    /// <param name="delay">How long an answer takes.</param>
    /// <param name="isLimited">Whether more than 50 requests in 10 seconds are refused.</param>
    public static async Task RunAsync(TimeSpan delay, bool isLimited)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var seen = new Queue<long>();
        var (requests, refused) = (0, 0);
        app.MapGet("/counts", () => $"{requests} {refused}");
        app.MapPost("/Customers/UpdateCustomerAttributes", async context =>
        {
            Interlocked.Increment(ref requests);
            var isRefused = isLimited && !TrySee();
            while (true)
            {
                var read = await context.Request.BodyReader.ReadAsync();
                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }

            if (isRefused)
            {
                Interlocked.Increment(ref refused);
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay);
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            await context.Response.Body.WriteAsync(Answer);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadLineAsync();

        bool TrySee()
        {
            lock (seen)
            {
                var now = TimeProvider.System.GetTimestamp();
                while (seen.TryPeek(out var oldest) && TimeProvider.System.GetElapsedTime(oldest, now) >= TimeSpan.FromSeconds(10))
                {
                    seen.Dequeue();
                }

                if (seen.Count >= 50)
                {
                    return false;
                }

                seen.Enqueue(now);
                return true;
            }
        }
    }
}
