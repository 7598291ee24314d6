using Refit;

namespace Optimove.Attributes.Client;

/// <summary>The wire as it is: the API's four calls, without the checks of <see cref="IOptimoveAttributesClient"/>.</summary>
/// <remarks>
/// Resolve it from the container where the wire itself is wanted. It goes through the same pipeline (timeouts, retries, rate limit, key) and
/// throws the same errors, but refuses nothing before sending except a customer id that can't be one segment of a path.
/// </remarks>
[Headers("Accept: application/json")]
public interface IOptimoveAttributesApi
{
    /// <summary><c>POST /Customers/AddCustomerAttribute</c>: creates an attribute. Accepted first and done later.</summary>
    /// <param name="request">The body.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the answer says.</returns>
    [Post("/Customers/AddCustomerAttribute")]
    Task<AcceptedResponse> AddCustomerAttributeAsync([Body] AddCustomerAttributeRequest request, CancellationToken cancellationToken = default);

    /// <summary><c>POST /Customers/UpdateCustomerAttributes</c>: gives values to customers. Accepted first and done later.</summary>
    /// <param name="request">The body.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the answer says.</returns>
    [Post("/Customers/UpdateCustomerAttributes")]
    Task<AcceptedResponse> UpdateCustomerAttributesAsync([Body] UpdateCustomerAttributesRequest request, CancellationToken cancellationToken = default);

    /// <summary><c>GET /Customers/{customerId}/Attributes</c>: reads one customer's attributes. The path was seen, it is not documented.</summary>
    /// <param name="customerId">The customer's id, which is escaped.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The attributes.</returns>
    /// <exception cref="OptimoveValidationException">The id can't be sent as one segment of a path; nothing was sent.</exception>
    [Get("/Customers/{customerId}/Attributes")]
    Task<IReadOnlyList<CustomerAttributeResponse>> GetCustomerAttributesAsync(string customerId, CancellationToken cancellationToken = default);

    /// <summary><c>GET /Model/GetCustomerAttributeList</c>: lists all attributes of the tenant's data model.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The attributes.</returns>
    [Get("/Model/GetCustomerAttributeList")]
    Task<IReadOnlyList<CatalogEntryResponse>> GetCustomerAttributeListAsync(CancellationToken cancellationToken = default);
}
