namespace Optimove.Attributes.Client.Tests.Bulk;

public sealed class PendingUpdatesTests
{
    [Fact]
    public void AnyOrderOfAddingTakingAndReleasing_KeepsTheGuardAndLosesNothing()
    {
        var (batches, held) = (0, 0);
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var positions = new InputPositions();
            var (maxCustomers, maxAttributes) = (random.Next(1, 5), random.Next(1, 4));
            var pending = new PendingUpdates(maxCustomers, maxAttributes, positions);
            var inCalls = new List<(string Customer, string Name)>();
            var releases = new List<Action>();
            var updates = new List<CustomerUpdate>();
            for (var step = 0; step < 150 || !pending.IsEmpty || releases.Count > 0; step++)
            {
                switch (step < 150 ? random.Next(4) : random.Next(2, 4))
                {
                    case 0 or 1:
                        Add();
                        break;
                    case 2:
                        Take(isPartial: step >= 150 || random.Next(2) == 0);
                        break;
                    default:
                        Release();
                        break;
                }
            }

            Assert.Empty(inCalls);
            Assert.Equal((updates.Count, positions.Count), (positions.Settled, positions.Settled));

            void Add()
            {
                // Now and then the same object once more, and names in both letter cases.
                var update = updates.Count > 0 && random.Next(5) == 0 ? updates[random.Next(updates.Count)] : new CustomerUpdate("c" + random.Next(6));
                for (var names = update.Attributes.Count > 0 ? 0 : random.Next(1, 6); names > 0; names--)
                {
                    update[((char)((random.Next(2) == 0 ? 'A' : 'a') + random.Next(5))).ToString()] = 1;
                }

                updates.Add(update);
                pending.Add(update, positions.Add(update.Freeze().Length));
            }

            void Take(bool isPartial)
            {
                var mayFill = pending.MayFillBatch;
                if (pending.TryTake(isPartial) is not { } rows)
                {
                    Assert.False(mayFill);
                    return;
                }

                batches++;
                Assert.Equal(rows.Length, rows.DistinctBy(static row => row.CustomerId).Count());
                Assert.True(rows.Length == maxCustomers || (rows.Length < maxCustomers && isPartial && !mayFill));
                foreach (var row in rows)
                {
                    (string Customer, string Name)[] values = [.. row.Update!.Attributes.Select(pair => (row.CustomerId, pair.Key.ToUpperInvariant()))];
                    Assert.InRange(values.Length, 1, maxAttributes);
                    Assert.Empty(values.Intersect(inCalls));
                    inCalls.AddRange(values);
                }

                // The call is answered, or held before.
                var isHeld = random.Next(3) == 0;
                var names = isHeld ? pending.Hold(rows) : [];
                held += isHeld ? 1 : 0;
                releases.Add(() =>
                {
                    if (isHeld)
                    {
                        pending.Release(names);
                    }
                    else
                    {
                        pending.Release(rows);
                    }

                    foreach (var row in rows)
                    {
                        row.Settle(positions);
                        inCalls.RemoveAll(value => row.CustomerId == value.Customer && row.Update!.Attributes.Any(pair => pair.Key.Equals(value.Name, StringComparison.OrdinalIgnoreCase)));
                    }
                });
            }

            void Release()
            {
                if (releases.Count > 0)
                {
                    var index = random.Next(releases.Count);
                    releases[index]();
                    releases.RemoveAt(index);
                }
            }
        }

        Assert.True(batches > 20_000 && held > 5000, $"{batches}, {held}");
    }
}
