namespace Optimove.Attributes.Client;

/// <inheritdoc cref="IOptimoveAttributesClient"/>
public sealed class OptimoveAttributesClient : IOptimoveAttributesClient, IAsyncDisposable, IDisposable
{
    /// <summary>Creates</summary>
    public static OptimoveAttributesClient Create(OptimoveAttributesOptions options, TimeProvider? timeProvider = null) => throw new NotImplementedException();
    /// <inheritdoc/>
    public Task<AddAttributeReceipt> AddAttributeAsync(AttributeDefinition definition, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    /// <inheritdoc/>
    public Task<UpdateReceipt> UpdateAttributesAsync(IReadOnlyCollection<CustomerUpdate> updates, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    /// <inheritdoc/>
    public Task<CustomerProfile> GetCustomerAttributesAsync(string customerId, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    /// <inheritdoc/>
    public Task<IReadOnlyList<CatalogEntry>> ListAttributesAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
    /// <inheritdoc/>
    public void Dispose() { }
}
