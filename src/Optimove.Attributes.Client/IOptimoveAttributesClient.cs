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
    /// <exception cref="AttributeCapExceededException">It would pass <see cref="OptimoveAttributesOptions.MaxApiAttributes"/> by all that is known; it was not sent.</exception>
    /// <exception cref="OptimoveValidationException">The definition can't be right; nothing was sent.</exception>
    /// <exception cref="IOException">The <see cref="IAttributeLedger"/> can't be read or written; it was not sent.</exception>
    /// <remarks>
    /// To count, the catalog is read before the first Add, and again before one that comes ten minutes or more after the last reading, by whichever call of this client: one request more. A
    /// reading that fails changes nothing for the caller: the ledger alone counts, and the next reading is tried no sooner than a minute later. An attribute that the catalog lists needs no slot; the server then answers that
    /// it exists. What was sent and is neither confirmed nor refused counts, until a catalog read two minutes later or more does not list it; that one is read at once where it may make room.
    /// </remarks>
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
    /// <exception cref="AttributeCapExceededException">As of <see cref="AddAttributeAsync"/>.</exception>
    /// <exception cref="OptimoveValidationException">The definition can't be right, or no <see cref="CallbackOptions.PublicAddress"/> is set; nothing was sent.</exception>
    /// <exception cref="IOException">As of <see cref="AddAttributeAsync"/>.</exception>
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

    /// <summary>Creates those attributes that are missing, and returns when all are there, so that values can be sent. Safe to run by many instances at once, at each start.</summary>
    /// <param name="definitions">The attributes that the application needs, each name once. Of one that exists nothing is changed.</param>
    /// <param name="dryRun">Whether to look only, and create nothing.</param>
    /// <param name="cancellationToken">Ends the calls and the wait; attributes may have been created then.</param>
    /// <returns>What became of each. A refusal or a conflict in type is a result, not an exception: look at <see cref="EnsureAttributesReport.IsReady"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="definitions"/> is <see langword="null"/>.</exception>
    /// <exception cref="AttributeCapExceededException">What is missing would pass <see cref="OptimoveAttributesOptions.MaxApiAttributes"/>; none was created, nor would be in a dry run.</exception>
    /// <exception cref="OptimoveValidationException">Some definitions can't be right: every offender is named, and nothing was sent.</exception>
    /// <exception cref="IOException">The <see cref="IAttributeLedger"/> can't be read or written.</exception>
    /// <remarks>
    /// An attribute is there when its outcome says so, or the catalog lists it, which is read about 1, 3, 7 and then every 8 seconds later, until two minutes after the last Add was sent. The limit of the key, which many instances
    /// that start at once may reach, is waited for as long. On a ledger that
    /// instances share, each attribute is sent by one of them, and by another two minutes later if that one ended. Where a call fails for good, what was sent before it may be created: run it again.
    /// </remarks>
    Task<EnsureAttributesReport> EnsureAttributesAsync(IReadOnlyCollection<AttributeDefinition> definitions, bool dryRun = false, CancellationToken cancellationToken = default);

    /// <summary>How many of the attributes that the API may create are used, by the catalog, read now, and the ledger, and how sure that is.</summary>
    /// <param name="cancellationToken">Ends the call, also while it waits for a permit of the rate limit.</param>
    /// <returns>What is known. Where the catalog can't be read, <see cref="CapUsage.Uncertainty"/> says so.</returns>
    /// <exception cref="IOException">The <see cref="IAttributeLedger"/> can't be read or written.</exception>
    Task<CapUsage> GetCapUsageAsync(CancellationToken cancellationToken = default);

    /// <summary>The status of every attribute, as the vendor's screen shows it by coloured rectangles: by the catalog, read now, the ledger and what was declared.</summary>
    /// <param name="cancellationToken">Ends the call, also while it waits for a permit of the rate limit.</param>
    /// <returns>All attributes of the catalog, in its order; then those that only the ledger has.</returns>
    /// <exception cref="IOException">The <see cref="IAttributeLedger"/> can't be read or written.</exception>
    Task<IReadOnlyList<AttributeClassification>> GetStatusesAsync(CancellationToken cancellationToken = default);

    /// <summary>Says where an attribute comes from, as the catalog is not documented to. Kept in the ledger; what is known otherwise counts more.</summary>
    /// <param name="realFieldName">The attribute. Whether it exists is not looked up.</param>
    /// <param name="source">The source; <see cref="AttributeSource.Unknown"/> takes a declaration back. <see cref="AttributeSource.Api"/> counts as one of those that the API may create.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that completes when it is kept.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="realFieldName"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="source"/> is none of the values.</exception>
    /// <exception cref="OptimoveValidationException">The name can't be right.</exception>
    /// <exception cref="IOException">The <see cref="IAttributeLedger"/> can't be read or written.</exception>
    Task DeclareAsync(string realFieldName, AttributeSource source, CancellationToken cancellationToken = default);

    /// <summary>Says that the ledger holds every attribute that was ever created, and every update that was ever made, through the API of this tenant: what is not in it did not happen.</summary>
    /// <param name="isComplete">Whether it does; <see langword="false"/> takes it back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that completes when it is kept.</returns>
    /// <exception cref="IOException">The <see cref="IAttributeLedger"/> can't be read or written.</exception>
    /// <remarks>Attributes that it does not hold count as made by the batch process; declare those of real-time events one by one. Taken back by itself when the server says that the limit is reached, and the ledger does not account for that.</remarks>
    Task DeclareLedgerCompleteAsync(bool isComplete = true, CancellationToken cancellationToken = default);

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
