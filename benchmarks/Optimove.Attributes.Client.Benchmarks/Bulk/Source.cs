using System.Globalization;
using Optimove.Attributes.Client.Benchmarks.Server;

namespace Optimove.Attributes.Client.Benchmarks.Bulk;

/// <summary>Customers with ten values each, made while they are read.</summary>
internal static class Source
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 10).Select(static number => $"ATTRIBUTE_{number}")];
    private static readonly string[] Values = [.. Enumerable.Range(0, 100).Select(static number => $"value {number}")];

#pragma warning disable CS1998 // It has no need to wait.
    public static async IAsyncEnumerable<CustomerUpdate> Updates(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var update = new CustomerUpdate(IdOf(number));
            foreach (var name in Names)
            {
                update[name] = Values[number % Values.Length];
            }

            yield return update;
        }
    }

    public static async IAsyncEnumerable<RawCustomer> Customers(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var attributes = new KeyValuePair<string, string>[Names.Length];
            for (var i = 0; i < attributes.Length; i++)
            {
                attributes[i] = new(Names[i], Values[number % Values.Length]);
            }

            yield return new RawCustomer(IdOf(number), attributes);
        }
    }
#pragma warning restore CS1998

    private static string IdOf(int number) => (1_000_000_000L + number).ToString(CultureInfo.InvariantCulture);
}
