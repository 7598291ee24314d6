using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Optimove.Attributes.Client.AspNetCore.Tests;

/// <summary>Junk from everywhere at once on a real Kestrel, and the vendor's own callbacks in between.</summary>
public sealed class AttackTests
{
    private const int Junk = 2000;
    private const int Good = 200;

    [Fact]
    public async Task TwoThousandJunkRequests_SettleNothingAndTheGoodOnesArrive()
    {
        var handler = new RecordingHandler();
        await using var app = await CallbackApp.StartAsync(builder => builder.Services.AddSingleton<IOptimoveCallbackHandler>(handler));
        await using var foreign = await CallbackApp.StartAsync(static builder => builder.Services.Configure<OptimoveAttributesOptions>(static options =>
        {
            options.Tenant = "brand-b";
            options.Callbacks.Secrets = ["another secret that is long enough, 0123456789"];
        }));
        var genuine = app.Token(CallbackOperation.UpdateAttributes);
        var good = Enumerable.Range(0, Good).Select(_ => app.Token(CallbackOperation.UpdateAttributes)).ToList();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
        var statuses = new ConcurrentBag<(string Kind, int Status)>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;

        var random = new Random(4);
        var requests = Enumerable.Range(0, Junk).Select(i => RandomJunk(random, app, foreign, genuine, i)).ToList();
        requests.InsertRange(Junk / 2, good.Select((token, i) => ("good", app.Url(token), Encoding.UTF8.GetBytes($$"""{"isSuccess":true,"requestId":"{{i}}"}"""), "application/json")));
        await Task.WhenAll(requests.Select(async request =>
        {
            using var content = new ByteArrayContent(request.Item3);
            content.Headers.TryAddWithoutValidation("Content-Type", request.Item4);
            using var response = await http.PostAsync(request.Item2, content);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            statuses.Add((request.Item1, (int)response.StatusCode));
            InterlockedMax(ref peak, GC.GetTotalMemory(forceFullCollection: false));
        }));

        Assert.All(statuses, static answer => Assert.Equal(
            answer.Kind switch { "good" => 204, "not an outcome" or "deep" => 400, "too large" => 413, _ => 404 }, answer.Status));
        Assert.Equal(Enumerable.Range(0, Good).Select(static i => $"{i}").Order(), handler.Outcomes.Cast<UpdateAttributesOutcome>().Select(static outcome => outcome.RequestId).Order());
        Assert.True(peak - before < 512L * 1024 * 1024, $"{(peak - before) / 1024 / 1024} MiB");
    }

    [Fact]
    public async Task EndlessAndBrokenBodies_EndTheirOwnRequestAlone()
    {
        var handler = new RecordingHandler();
        await using var app = await CallbackApp.StartAsync(builder => builder.Services.AddSingleton<IOptimoveCallbackHandler>(handler));
        var genuine = app.Url(app.Token(CallbackOperation.UpdateAttributes));

        Assert.Equal(413, await SendRawAsync(genuine, "Transfer-Encoding: chunked", endless: true));
        Assert.Equal(404, await SendRawAsync(app.Url("forged"), "Transfer-Encoding: chunked", endless: true));
        Assert.Contains(await SendRawAsync(genuine, "Content-Length: 1000", endless: false), (int?[])[null, 400]);

        using var http = new HttpClient();
        using var content = new StringContent("""{"isSuccess":true}""");
        using var response = await http.PostAsync(genuine, content);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Single(handler.Outcomes);
    }

    private static (string Kind, Uri Url, byte[] Body, string ContentType) RandomJunk(Random random, CallbackApp app, CallbackApp foreign, string genuine, int number)
    {
        var outcome = Encoding.UTF8.GetBytes("""{"isSuccess":true,"requestId":"forged"}""");
        return (number % 10) switch
        {
            0 => ("forged", app.Url(RandomToken(random)), outcome, "application/json"),
            1 => ("changed", app.Url(Change(random, genuine)), outcome, "application/json"),
            2 => ("truncated", app.Url(genuine[..random.Next(1, genuine.Length)]), outcome, "text/plain"),
            3 => ("another tenant", app.Url(foreign.Token(CallbackOperation.UpdateAttributes)), outcome, "application/json"),
            4 => ("not an outcome", app.Url(genuine), "<html>"u8.ToArray(), "text/html"),
            5 => ("not an outcome", app.Url(genuine), """{"attributeName":"X","errorId":"2"}"""u8.ToArray(), "application/xml"),
            6 => ("deep", app.Url(genuine), Encoding.UTF8.GetBytes(new string('[', 200_000)), "application/json"),
            7 when number % 100 == 7 => ("too large", app.Url(genuine), new byte[(4 * 1024 * 1024) + 1], "application/json"),
            7 => ("forged", app.Url("a%20b%2Fc"), outcome, "nonsense;;"),
            8 => ("forged and large", app.Url(RandomToken(random)), new byte[100_000], "application/octet-stream"),
            _ => ("a longer path", new Uri(app.Address, $"/optimove/callbacks/{genuine}/more"), outcome, "application/json"),
        };
    }

    private static string RandomToken(Random random) => Convert.ToBase64String(Enumerable.Range(0, 60).Select(_ => (byte)random.Next(256)).ToArray()).Replace('+', '-').Replace('/', '_');

    private static string Change(Random random, string token)
    {
        var at = random.Next(token.Length);
        return token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
            {
                return;
            }
        }
    }

    /// <summary>The status of the answer to a body that never ends, or that breaks off; nothing where there is none.</summary>
    private static async Task<int?> SendRawAsync(Uri url, string header, bool endless)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, url.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {url.AbsolutePath} HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n"));
        if (!endless)
        {
            await stream.WriteAsync("{\"isSuccess\":true"u8.ToArray());
            client.Client.Shutdown(SocketShutdown.Send);
        }

        var answer = ReadStatusAsync(stream);
        try
        {
            var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string(' ', 0x10000) + "\r\n");
            while (endless && !answer.IsCompleted)
            {
                await stream.WriteAsync(chunk);
            }
        }
        catch (IOException)
        {
            // The server ended it; what it answered before is read below.
        }

        return await answer;
    }

    private static async Task<int?> ReadStatusAsync(NetworkStream stream)
    {
        var line = new byte[12];
        try
        {
            await stream.ReadExactlyAsync(line);
            return int.Parse(Encoding.ASCII.GetString(line, 9, 3), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
