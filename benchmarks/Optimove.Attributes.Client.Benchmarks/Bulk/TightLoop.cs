namespace Optimove.Attributes.Client.Benchmarks.Bulk;

/// <summary>The baseline: chunks of the input, each sent by hand, so many at once.</summary>
internal static class TightLoop
{
    public static async Task SendAsync<T>(IAsyncEnumerable<T> customers, int maxInFlight, Func<List<T>, Task> send)
    {
        using var slots = new SemaphoreSlim(maxInFlight);
        var batch = new List<T>(1000);
        await foreach (var customer in customers)
        {
            batch.Add(customer);
            if (batch.Count == 1000)
            {
                await StartAsync(batch);
                batch = new List<T>(1000);
            }
        }

        await StartAsync(batch);
        for (var i = 0; i < maxInFlight; i++)
        {
            await slots.WaitAsync();
        }

        async Task StartAsync(List<T> full)
        {
            if (full.Count > 0)
            {
                await slots.WaitAsync();
                _ = Task.Run(async () =>
                {
                    try
                    {
                        await send(full);
                    }
                    catch (Exception exception)
                    {
                        Environment.FailFast("A call of the baseline failed.", exception);
                    }

                    slots.Release();
                });
            }
        }
    }
}
