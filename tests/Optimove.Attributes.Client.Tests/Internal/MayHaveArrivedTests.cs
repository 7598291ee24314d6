using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Internal;

/// <summary>Whether a call that failed may be on the server all the same.</summary>
public sealed class MayHaveArrivedTests
{
    public static TheoryData<string, bool> Ends => new()
    {
        { "400", false },
        { "401", false },
        { "429", false },
        { "408", true },
        { "503", true },
        { "reset", true },
        { "never", true },
        { "cut", true },
        { "too long", true },
        { "html", true },
        { "refused", false },
        { "503,400", true },
        { "reset,429", true },
        { "429,400", false },
        { "503,refused", true },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Update_ThatFails_SaysSo(string script, bool expected)
    {
        var clock = new WaitSkippingClock();
        using var server = new ScriptedServer([.. script.Split(',').Select(ReplyOf)])
        {
            OnRequest = _ => clock.Advance(script == "never" ? TimeSpan.FromSeconds(31) : TimeSpan.Zero),
        };
        await using var client = TestClient.Create(server.Address, clock, static options =>
        {
            options.MaxRetryAttempts = 1;
            options.MaxResponseBytes = 1024;
        });

        var failure = await Assert.ThrowsAnyAsync<OptimoveException>(() => client.UpdateAttributesAsync([new CustomerUpdate("42") { ["TIER"] = "Gold" }]));

        Assert.Equal(expected, failure.MayHaveArrived);
    }

    [Fact]
    public async Task Call_WithoutAConnection_CannotHaveArrived()
    {
        await using var client = TestClient.Create(new Uri("http://127.0.0.1:9/"), new WaitSkippingClock());

        var failure = await Assert.ThrowsAsync<OptimoveTransportException>(() => client.AddAttributeAsync(new AttributeDefinition("TIER", AttributeType.Int)));

        Assert.False(failure.MayHaveArrived);
    }

    [Fact]
    public async Task Call_ThatIsNotSent_CannotHaveArrived()
    {
        await using var client = TestClient.Create(new Uri("http://127.0.0.1:9/"));

        var failure = await Assert.ThrowsAsync<OptimoveValidationException>(() => client.UpdateAttributesAsync([]));

        Assert.False(failure.MayHaveArrived);
    }

    private static Reply ReplyOf(string name) => name switch
    {
        "reset" => Reply.Reset,
        "never" => Reply.Never,
        "cut" => Reply.Broken("{\"requestId\":", ReplyEnd.Close),
        "too long" => Reply.Ok($"\"{new string('x', 2000)}\""),
        "html" => Reply.Ok("<html></html>", "Content-Type: text/html"),
        "refused" => Reply.Ok("""{"isSuccess":false}"""),
        _ => Reply.Status(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
