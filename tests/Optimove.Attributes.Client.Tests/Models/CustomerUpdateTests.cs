namespace Optimove.Attributes.Client.Tests.Models;

public sealed class CustomerUpdateTests
{
    [Fact]
    public void Set_NameInAnotherCase_ReplacesTheValueAndKeepsTheOrder()
    {
        var update = new CustomerUpdate("42") { ["Vip_Level"] = "Gold", ["SCORE"] = 17, ["A"] = 1 };

        update["VIP_LEVEL"] = "Silver";
        update["score"] = AttributeValue.Clear;
        update["b"] = 2;

        Assert.Equal(
            [new("Vip_Level", "Silver"), new("SCORE", AttributeValue.Clear), new("A", 1), new KeyValuePair<string, AttributeValue>("b", 2)],
            update.Attributes);
        Assert.Equal("Silver", update["vip_level"].ToString());
    }

    [Fact]
    public void Set_NamesThatDifferInATurkishI_AreTwo()
    {
        using var scope = new Support.CultureScope("tr-TR");

        var update = new CustomerUpdate("42") { ["VIP"] = 1, ["vip"] = 2, ["VİP"] = 3, ["vıp"] = 4 };

        Assert.Equal(["VIP", "VİP", "vıp"], update.Attributes.Select(static pair => pair.Key));
    }

    [Fact]
    public void Set_Nonsense_IsRefusedAndLeavesTheUpdateAsItWas()
    {
        var update = new CustomerUpdate("42") { ["A"] = 1 };

        Assert.Equal("realFieldName", Assert.Throws<ArgumentNullException>(() => update[null!] = 1).ParamName);
        Assert.Equal("value", Assert.Throws<ArgumentException>(() => update["A"] = default).ParamName);
        Assert.Throws<ArgumentNullException>(() => update["A"] = (string)null!);
        Assert.Equal("customerId", Assert.Throws<ArgumentNullException>(() => new CustomerUpdate(null!)).ParamName);
        Assert.Equal(1, Assert.Single(update.Attributes).Value);
    }

    [Fact]
    public void Get_NameThatWasNotGiven_Throws()
    {
        var update = new CustomerUpdate("secret-42") { ["A"] = "secret" };

        var exception = Assert.Throws<KeyNotFoundException>(() => update["B"]);

        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal("realFieldName", Assert.Throws<ArgumentNullException>(() => update[null!]).ParamName);
    }

    [Fact]
    public void Set_AfterFreeze_ThrowsAndChangesNothing()
    {
        var update = new CustomerUpdate("42") { ["A"] = 1 };
        update.Freeze();
        update.Freeze();

        Assert.Throws<InvalidOperationException>(() => update["A"] = 2);
        Assert.Throws<InvalidOperationException>(() => update["B"] = 2);
        Assert.Equal(1, update["a"]);
        Assert.Single(update.Attributes);
    }

    [Fact]
    public void Attributes_NoCastMakesThemWritable()
    {
        var attributes = new CustomerUpdate("42") { ["A"] = 1 }.Attributes;

        Assert.False(attributes is ICollection<KeyValuePair<string, AttributeValue>>);
    }

    [Fact]
    public void ToString_ShowsNeitherIdNorValue() =>
        Assert.Equal("Optimove.Attributes.Client.CustomerUpdate", new CustomerUpdate("42") { ["A"] = "Gold" }.ToString());

    /// <summary>Threads set values until the update is frozen: what was seen then is what stays, and exactly the setters that returned are in it.</summary>
    [Fact]
    public void Freeze_WhileThreadsSetValues_KeepsWhatItSaw()
    {
        const int Threads = 3;
        for (var round = 0; round < 30; round++)
        {
            var update = new CustomerUpdate("42");
            var set = new int[Threads];
            using var start = new Barrier(Threads + 1);
            var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
            {
                start.SignalAndWait();
                try
                {
                    for (var value = 1; ; value++)
                    {
                        update[$"T{thread}_{value % 8}"] = value;
                        Volatile.Write(ref set[thread], value);
                    }
                }
                catch (InvalidOperationException)
                {
                    // Frozen: the value before was the last.
                }
            })).ToArray();
            foreach (var thread in threads)
            {
                thread.Start();
            }

            start.SignalAndWait();
            var other = round % Threads;
            SpinWait.SpinUntil(() => Volatile.Read(ref set[other]) > round);
            var seen = update.Freeze().ToArray();
            foreach (var thread in threads)
            {
                thread.Join();
            }

            Assert.Equal(seen, update.Freeze().ToArray());
            Assert.Equal(seen, update.Attributes);
            for (var thread = 0; thread < Threads; thread++)
            {
                var prefix = $"T{thread}_";
                var last = seen.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(static pair => pair.Value.AsInteger()).DefaultIfEmpty(0).Max();
                Assert.Equal(set[thread], last);
            }
        }
    }

    /// <summary>Names are told apart by a few of their letters first: that must never part two that are equal.</summary>
    [Fact]
    public void Set_EveryLetterInBothCases_IsOneName()
    {
        for (var code = 1; code < 0xD800; code++)
        {
            var (letter, upper, lower) = (((char)code).ToString(), char.ToUpperInvariant((char)code).ToString(), char.ToLowerInvariant((char)code).ToString());
            foreach (var other in new[] { upper, lower, "K", "S", "I" }.Where(other => other.Equals(letter, StringComparison.OrdinalIgnoreCase)))
            {
                var update = new CustomerUpdate("42") { ["A" + letter + "Z"] = 1, ["a" + other + "z"] = 2, [letter] = 3, [other] = 4 };

                Assert.Equal(2, update.Attributes.Count);
            }
        }
    }

    [Fact]
    public void Set_HundredsOfNames_KeepsThemAllInOrder()
    {
        var update = new CustomerUpdate("42");
        for (var number = 0; number < 300; number++)
        {
            update[$"NAME_{number}"] = number;
        }

        for (var number = 0; number < 300; number++)
        {
            update[$"name_{number}"] = -number;
        }

        Assert.Equal(Enumerable.Range(0, 300).Select(static number => ($"NAME_{number}", (AttributeValue)(-number))), update.Attributes.Select(static pair => (pair.Key, pair.Value)));
        Assert.Throws<ArgumentOutOfRangeException>(() => update.Attributes[300]);
        Assert.Throws<KeyNotFoundException>(() => update["NAME_300"]);
    }
}
