using System.Collections.Concurrent;
using System.Diagnostics;
using Optimove.Attributes.Client.Tests.Support;

namespace Optimove.Attributes.Client.Tests.Internal;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Activity_OfACallWhoseAnswerBreaksOff_IsAnErrorThatNamesNoCustomer()
    {
        using var server = new ScriptedServer(Reply.Broken("[", ReplyEnd.Close));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        var activity = await RecordAsync(() => Assert.ThrowsAsync<OptimoveTransportException>(() => client.GetCustomerAttributesAsync("id-42")));

        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal(
            [new("server.address", "127.0.0.1"), new("optimove.attempts", 5), new("http.response.status_code", 200)], activity.TagObjects);
        Assert.Equal("GetCustomerAttributes", activity.DisplayName);
    }

    [Fact]
    public async Task Activity_OfACallThatIsAnsweredAtLast_IsNoError()
    {
        using var server = new ScriptedServer(Reply.Status(503), Reply.Ok("[]"));
        await using var client = TestClient.Create(server.Address, new WaitSkippingClock());

        var activity = await RecordAsync(() => client.ListAttributesAsync());

        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
        Assert.Equal(
            [new("server.address", "127.0.0.1"), new("optimove.attempts", 2), new("http.response.status_code", 200)], activity.TagObjects);
    }

    /// <summary>Other tests run beside this one: only what belongs to this call is taken.</summary>
    private static async Task<Activity> RecordAsync(Func<Task> call)
    {
        var stopped = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Optimove.Attributes.Client",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var parent = new Activity("test").Start();
        await call();
        return Assert.Single(stopped, activity => activity.ParentId == parent.Id);
    }
}
