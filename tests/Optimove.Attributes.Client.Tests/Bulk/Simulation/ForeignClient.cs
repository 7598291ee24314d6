using System.Reflection;

namespace Optimove.Attributes.Client.Tests.Bulk.Simulation;

/// <summary>A client that is not the SDK's own, as one around it or one of a test is: it takes Update calls, and no others.</summary>
#pragma warning disable CA1852 // The proxy is derived from it at run time.
internal class ForeignClient : DispatchProxy
#pragma warning restore CA1852
{
    private readonly List<IReadOnlyCollection<CustomerUpdate>> _calls = [];

    public static (IOptimoveAttributesClient Client, IReadOnlyList<IReadOnlyCollection<CustomerUpdate>> Calls) Create()
    {
        var client = Create<IOptimoveAttributesClient, ForeignClient>();
        return (client, ((ForeignClient)(object)client)._calls);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Assert.Equal(nameof(IOptimoveAttributesClient.UpdateAttributesAsync), targetMethod!.Name);
        var updates = (IReadOnlyCollection<CustomerUpdate>)args![0]!;
        lock (_calls)
        {
            _calls.Add(updates);
        }

        return Task.FromResult(new UpdateReceipt { CustomerCount = updates.Count, ValueCount = updates.Sum(static update => update.Attributes.Count) });
    }
}
