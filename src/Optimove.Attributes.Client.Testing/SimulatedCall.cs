namespace Optimove.Attributes.Client.Testing;

/// <summary>What a request asks for.</summary>
public enum SimulatedCall
{
    /// <summary>None of the four calls.</summary>
    Other,

    /// <summary><c>POST /Customers/AddCustomerAttribute</c>.</summary>
    AddCustomerAttribute,

    /// <summary><c>POST /Customers/UpdateCustomerAttributes</c>.</summary>
    UpdateCustomerAttributes,

    /// <summary><c>GET /Customers/{customerId}/Attributes</c>.</summary>
    GetCustomerAttributes,

    /// <summary><c>GET /Model/GetCustomerAttributeList</c>.</summary>
    GetCustomerAttributeList,
}
