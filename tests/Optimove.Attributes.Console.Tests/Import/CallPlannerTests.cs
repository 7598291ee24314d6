namespace Optimove.Attributes.Console.Tests;

public sealed class CallPlannerTests
{
    [Fact]
    public void Flush_TwentyAttributes_SplitsEachCustomerOverTwoCalls()
    {
        var planner = new CallPlanner(1000, 10);
        foreach (var customer in new[] { "a", "b" })
        {
            for (var i = 0; i < 20; i++)
            {
                planner.Put(customer, $"F{i}", i);
            }
        }

        var calls = planner.Flush();

        Assert.Equal(2, calls.Count);
        Assert.All(calls, call => Assert.Equal(["a", "b"], call.Updates.Select(update => update.CustomerId)));
        Assert.All(calls, call => Assert.All(call.Updates, update => Assert.Equal(10, update.Attributes.Count)));
        Assert.All(calls, call => Assert.Equal(20, call.Values));
        Assert.Equal("F9", calls[0].Updates[0].Attributes[^1].Key);
        Assert.Equal("F10", calls[1].Updates[0].Attributes[0].Key);
    }

    [Fact]
    public void Flush_OneCustomerWithMore_IsAloneInTheSecondCall()
    {
        var planner = new CallPlanner(1000, 2);
        planner.Put("a", "X", 1);
        planner.Put("b", "X", 1);
        planner.Put("b", "Y", 2);
        planner.Put("b", "Z", 3);

        var calls = planner.Flush();

        Assert.Equal([3, 1], calls.Select(call => call.Values));
        Assert.Equal("b", Assert.Single(calls[1].Updates).CustomerId);
    }

    [Fact]
    public void Put_SameCustomerAndAttribute_KeepsTheNewerValueAndCountsBoth()
    {
        var planner = new CallPlanner(1000, 10);
        planner.Put("a", "Level", "old");
        planner.Put("a", "LEVEL", "new");

        var call = Assert.Single(planner.Flush());

        Assert.Equal("new", Assert.Single(call.Updates)["level"].ToString());
        Assert.Equal(2, call.Values);
        Assert.Equal(1, planner.Replaced);
    }

    [Fact]
    public void IsFullFor_AsManyCustomersAsACallHolds_IsFullForAnotherOnly()
    {
        var planner = new CallPlanner(2, 10);
        planner.Put("a", "X", 1);
        planner.Put("b", "X", 1);

        Assert.False(planner.IsFullFor("a"));
        Assert.True(planner.IsFullFor("c"));
        Assert.True(planner.IsFullFor("A"));
    }

    [Fact]
    public void Flush_Twice_HasNothingLeft()
    {
        var planner = new CallPlanner(2, 10);
        planner.Put("a", "X", 1);
        planner.Flush();

        Assert.Empty(planner.Flush());
        Assert.False(planner.IsFullFor("c"));
    }
}
