namespace Optimove.Attributes.Client;

/// <summary>Optimove's customer attributes: create one, give values to customers, read one customer's, list all.</summary>
/// <remarks>
/// Every call may throw, besides what its own documentation names: <see cref="OptimoveTransportException"/> (no usable answer),
/// <see cref="OptimoveTimeoutException"/> (none in time), <see cref="OptimoveApiException"/> and its kinds (an answer that says no), and
/// <see cref="OperationCanceledException"/> when the caller's token is cancelled. Safe for use by many threads at once.
/// </remarks>
public interface IOptimoveAttributesClient
{
    /// <summary>Creates an attribute. The vendor lets an API create 40, documents no call that deletes one, and creates it up to a minute after this call.</summary>
    /// <param name="definition">The attribute.</param>
    /// <param name="cancellationToken">Ends the call, also while it waits for a permit of the rate limit.</param>
    /// <returns>What the server said when it took the call.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptimoveValidationException">The definition can't be right; nothing was sent.</exception>
    Task<AddAttributeReceipt> AddAttributeAsync(AttributeDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Gives values to customers, in one call.</summary>
    /// <param name="updates">At most 1,000 customers, each once, with at most 10 attributes each (<see cref="OptimoveAttributesOptions.MaxCustomersPerCall"/>, <see cref="OptimoveAttributesOptions.MaxAttributesPerCustomer"/>). They are frozen from now on.</param>
    /// <param name="cancellationToken">Ends the call, also while it waits for a permit of the rate limit.</param>
    /// <returns>What the server said when it took the call. Single values may still be refused later.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="updates"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptimoveValidationException">The updates pass a limit or hold what can't be right: every offender is named, and nothing was sent.</exception>
    /// <remarks>A value overwrites the previous one, so a call that failed without an answer can be sent again; not after a newer one for the same customers.</remarks>
    Task<UpdateReceipt> UpdateAttributesAsync(IReadOnlyCollection<CustomerUpdate> updates, CancellationToken cancellationToken = default);

    /// <summary>Creates an attribute and waits until the vendor says what became of it, up to a minute by its documentation.</summary>
    /// <param name="definition">The attribute. With a <see cref="AttributeDefinition.CallbackUrl"/> of its own the outcome goes there, and this ends as <see cref="DeliveryState.Accepted"/>.</param>
    /// <param name="cancellationToken">Ends the call or the wait; the call may have been accepted then.</param>
    /// <returns>What became of it, after <see cref="CallbackOptions.Deadline"/> at the latest. A refusal is a result, not an exception.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptimoveValidationException">The definition can't be right, or no <see cref="CallbackOptions.PublicAddress"/> is set; nothing was sent.</exception>
    /// <remarks>
    /// A call that failed, but may have arrived (<see cref="OptimoveException.MayHaveArrived"/>), is waited for as well, and ends as
    /// <see cref="DeliveryState.Unconfirmed"/> where no outcome comes; any other failure is thrown. "Exists already" after such an attempt is looked up in the catalog: what is listed
    /// is confirmed, since the attempt that had no answer may have made it.
    /// </remarks>
    Task<AddAttributeConfirmation> AddAndConfirmAsync(AttributeDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Gives values to customers, in one call, and waits until the vendor says what became of each, up to a minute by its documentation.</summary>
    /// <param name="updates">As of <see cref="UpdateAttributesAsync"/>.</param>
    /// <param name="cancellationToken">Ends the call or the wait; the call may have been accepted then.</param>
    /// <returns>What became of each value, after <see cref="CallbackOptions.Deadline"/> at the latest. Refused values are a result, not an exception.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="updates"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptimoveValidationException">The updates can't be right, or no <see cref="CallbackOptions.PublicAddress"/> is set; nothing was sent.</exception>
    /// <remarks>
    /// A value is confirmed where the outcome came and did not list it (assumed; <see cref="CallbackOptions.UnlistedMeansApplied"/>). An error without an attribute covers all
    /// values of its customer; one that names nothing that was sent changes nothing. A call that failed, but may have arrived (<see cref="OptimoveException.MayHaveArrived"/>), is waited
    /// for as well; any other failure is thrown.
    /// </remarks>
    Task<UpdateConfirmation> UpdateAndConfirmAsync(IReadOnlyCollection<CustomerUpdate> updates, CancellationToken cancellationToken = default);

    /// <summary>Reads the attributes of one customer.</summary>
    /// <param name="customerId">The customer's id: free text, not blank, not <c>.</c> or <c>..</c>, without control characters, at most 5,000 characters.</param>
    /// <param name="cancellationToken">Ends the call, also while it waits for a permit of the rate limit.</param>
    /// <returns>The customer's attributes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="customerId"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptimoveValidationException">The id can't be sent as one segment of a path; nothing was sent.</exception>
    Task<CustomerProfile> GetCustomerAttributesAsync(string customerId, CancellationToken cancellationToken = default);

    /// <summary>Lists all attributes of the tenant's data model, often hundreds.</summary>
    /// <param name="cancellationToken">Ends the call, also while it waits for a permit of the rate limit.</param>
    /// <returns>The attributes, in the server's order.</returns>
    Task<IReadOnlyList<CatalogEntry>> ListAttributesAsync(CancellationToken cancellationToken = default);
}
