using System.Diagnostics;

namespace Optimove.Attributes.Client.Benchmarks;

/// <summary>Runs contenders in turn, each first once in a while and after a collection, so that what the machine does besides meets all of them, and compares the medians.</summary>
internal static class Rounds
{
    /// <param name="count">How many rounds.</param>
    /// <param name="work">How much work a turn is, to divide by.</param>
    /// <param name="contenders">The baseline first.</param>
    public static async Task RunAsync(int count, int work, params (string Name, Func<Task> Turn)[] contenders)
    {
        var times = contenders.Select(static _ => new List<double>()).ToArray();
        var processor = contenders.Select(static _ => new List<double>()).ToArray();
        var allocated = contenders.Select(static _ => new List<double>()).ToArray();
        for (var round = -1; round < count; round++)
        {
            for (var turn = 0; turn < contenders.Length; turn++)
            {
                var i = (round + 1 + turn) % contenders.Length;
                GC.Collect();
                var bytes = GC.GetTotalAllocatedBytes(precise: true);
                var used = Environment.CpuUsage.TotalTime;
                var start = Stopwatch.GetTimestamp();
                await contenders[i].Turn();
                var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (round >= 0)
                {
                    times[i].Add(time / work);
                    processor[i].Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds / work);
                    allocated[i].Add((GC.GetTotalAllocatedBytes(precise: true) - bytes) / 1024.0 / work);
                }
            }
        }

        Console.WriteLine($"{"",-34} {"ms",9} {"ratio",8} {"CPU ms",9} {"ratio",8} {"KiB",9}   medians of {count} interleaved rounds");
        for (var i = 0; i < contenders.Length; i++)
        {
            Console.WriteLine($"{contenders[i].Name,-34} {Median(times[i]),9:F3} {Ratio(times, i),8:F3} {Median(processor[i]),9:F3} {Ratio(processor, i),8:F3} {Median(allocated[i]),9:F1}");
        }
    }

    private static double Ratio(List<double>[] figures, int contender) => Median(figures[contender].Zip(figures[0], static (own, baseline) => own / baseline));

    public static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }
}
