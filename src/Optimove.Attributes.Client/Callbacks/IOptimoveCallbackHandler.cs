namespace Optimove.Attributes.Client;

/// <summary>Gets every outcome that the vendor reports to this instance, whether a call waits for it or not.</summary>
/// <remarks>
/// <para>
/// An outcome comes at least once: the vendor may repeat it, and a repeat is handed over again. <see cref="AttributeOutcome.CallId"/> tells repeats, and
/// is that of <see cref="UpdateReceipt.CallId"/> and <see cref="AddAttributeReceipt.CallId"/>.
/// </para>
/// <para>
/// The callback is answered with 2xx only after this returned. What it throws goes to the caller of <see cref="CallbackReceiver.ReceiveAsync"/>, which then
/// answers no 2xx. So be quick: write it down, and work later. Outcomes hold customer ids: keep them out of logs.
/// </para>
/// <para>Register it in the container with any lifetime, keyed for a keyed client. Each outcome has a scope of its own.</para>
/// </remarks>
public interface IOptimoveCallbackHandler
{
    /// <summary>An attribute was created, or was not.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="cancellationToken">Cancelled when the vendor waits no longer.</param>
    /// <returns>A task that completes when the outcome is taken over.</returns>
    Task OnAttributeAddedAsync(AddAttributeOutcome outcome, CancellationToken cancellationToken);

    /// <summary>The values of an Update call were applied, or some were not.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="cancellationToken">Cancelled when the vendor waits no longer.</param>
    /// <returns>A task that completes when the outcome is taken over.</returns>
    Task OnAttributesUpdatedAsync(UpdateAttributesOutcome outcome, CancellationToken cancellationToken);
}
