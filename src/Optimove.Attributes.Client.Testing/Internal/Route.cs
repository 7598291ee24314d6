namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>Where a request goes.</summary>
/// <param name="Call">One of the four calls, or none of them.</param>
/// <param name="CustomerId">Whom a read is about, decoded once.</param>
/// <param name="IsOtherMethod">Whether the address is that of a call, which takes another method.</param>
internal sealed record Route(SimulatedCall Call, string? CustomerId = null, bool IsOtherMethod = false)
{
    /// <param name="method">The request's method.</param>
    /// <param name="rawTarget">The request's target, nothing decoded.</param>
    /// <param name="prefix">What every path begins with, with a slash at its end.</param>
    public static Route Of(string method, string rawTarget, string prefix)
    {
        var path = rawTarget.Split('?', 2)[0];
        string[] segments = path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..].Split('/') : [];
        var (taken, route) = segments switch
        {
            ["Customers", "AddCustomerAttribute"] => ("POST", new Route(SimulatedCall.AddCustomerAttribute)),
            ["Customers", "UpdateCustomerAttributes"] => ("POST", new Route(SimulatedCall.UpdateCustomerAttributes)),
            ["Customers", var customerId, "Attributes"] => ("GET", new Route(SimulatedCall.GetCustomerAttributes, Uri.UnescapeDataString(customerId))),
            ["Model", "GetCustomerAttributeList"] => ("GET", new Route(SimulatedCall.GetCustomerAttributeList)),
            _ => (method, new Route(SimulatedCall.Other)),
        };
        return method == taken ? route : new Route(SimulatedCall.Other, IsOtherMethod: true);
    }
}
