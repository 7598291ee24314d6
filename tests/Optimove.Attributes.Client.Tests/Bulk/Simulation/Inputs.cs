using System.Globalization;

namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

internal static class Inputs
{
    /// <summary>Customers <c>c0</c>, <c>c1</c> and so on with the value of their number.</summary>
    public static IEnumerable<CustomerUpdate> Customers(int count, string name = "SCORE") =>
        Enumerable.Range(0, count).Select(number => new CustomerUpdate(string.Create(CultureInfo.InvariantCulture, $"c{number}")) { [name] = number });

#pragma warning disable CS1998 // Only a stream by its type.
    public static async IAsyncEnumerable<CustomerUpdate> ToStream(this IEnumerable<CustomerUpdate> updates)
#pragma warning restore CS1998
    {
        foreach (var update in updates)
        {
            yield return update;
        }
    }

    public static async Task<List<T>> CollectAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
