namespace Optimove.Attributes.Client.Tests.Models;

public sealed class CustomerUpdateTests
{
    [Fact]
    public void Indexer_NamesInAnyCase_LastValueWinsAndOrderStays()
    {
        var update = new CustomerUpdate("42") { ["B"] = 1, ["A"] = "x", ["b"] = 2L };

        Assert.Equal([new("B", 2), new("A", "x")], update.Attributes);
        Assert.Equal(2, update["B"]);
        Assert.Throws<KeyNotFoundException>(() => update["C"]);
    }

    [Fact]
    public void Value_NullStringOrDefault_Throws()
    {
        var update = new CustomerUpdate("42");

        Assert.Throws<ArgumentNullException>(() => update["A"] = (string)null!);
        Assert.Throws<ArgumentException>(() => update["A"] = default(AttributeValue));
        Assert.Throws<ArgumentNullException>(() => update[null!] = 1);
        Assert.Throws<ArgumentNullException>(() => new CustomerUpdate(null!));
        Assert.Empty(update.Attributes);
    }

    [Fact]
    public void Setter_AfterFreeze_Throws()
    {
        var update = new CustomerUpdate("42") { ["A"] = 1 };
        update.Freeze();

        Assert.Throws<InvalidOperationException>(() => update["A"] = 2);
        Assert.Throws<InvalidOperationException>(() => update["B"] = 2);
        Assert.Equal(1, update["A"]);
    }

    [Fact]
    public async Task Freeze_WhileOthersSet_GivesValuesThatNeverChangeAgain()
    {
        for (var round = 0; round < 200; round++)
        {
            var update = new CustomerUpdate("42") { ["A"] = 0 };
            var setter = Task.Run(() => Assert.Throws<InvalidOperationException>((Action)(() => SetForever(update))));

            var frozen = update.Freeze().ToArray();
            await setter;

            Assert.Equal(frozen, update.Attributes);
        }
    }

    private static void SetForever(CustomerUpdate update)
    {
        for (var i = 1; ; i++)
        {
            update["A"] = i;
            update[$"N{i}"] = i;
        }
    }

    [Fact]
    public void ToString_OfWhatHoldsPersonalData_ShowsNoneOfIt()
    {
        var profile = new CustomerProfile("customer-4711", [new ProfileEntry("TIER", null, AttributeType.VarChar(10), "Gold")]);

        Assert.DoesNotContain("4711", new CustomerUpdate("customer-4711") { ["TIER"] = "Gold" }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("4711", profile.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Gold", profile["TIER"].ToString(), StringComparison.Ordinal);
    }
}
