namespace Optimove.Attributes.Console.Tests;

/// <summary>Answers Update calls by a script, in order, and then accepts; keeps what it was sent. Its catalog is empty.</summary>
internal sealed class ScriptedClient(params IEnumerable<Exception?> script) : IOptimoveAttributesClient
{
    private readonly Queue<Exception?> _script = new(script);

    public List<IReadOnlyCollection<CustomerUpdate>> Calls { get; } = [];

    /// <summary>Runs while a call is under way.</summary>
    public Action? OnCall { get; init; }

    public Task<UpdateReceipt> UpdateAttributesAsync(IReadOnlyCollection<CustomerUpdate> updates, CancellationToken cancellationToken = default)
    {
        Exception? failure;
        lock (_script)
        {
            Calls.Add(updates);
            _script.TryDequeue(out failure);
        }

        OnCall?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        return failure is not null
            ? Task.FromException<UpdateReceipt>(failure)
            : Task.FromResult(new UpdateReceipt { CustomerCount = updates.Count, ValueCount = updates.Sum(static update => update.Attributes.Count) });
    }

    public Task<AddAttributeReceipt> AddAttributeAsync(AttributeDefinition definition, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("No Add call is expected.");

    public Task<AddAttributeConfirmation> AddAndConfirmAsync(AttributeDefinition definition, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("No Add call is expected.");

    public Task<UpdateConfirmation> UpdateAndConfirmAsync(IReadOnlyCollection<CustomerUpdate> updates, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("No outcome is expected.");

    public Task<EnsureAttributesReport> EnsureAttributesAsync(IReadOnlyCollection<AttributeDefinition> definitions, bool dryRun = false, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("No attributes are needed.");

    public Task<CapUsage> GetCapUsageAsync(CancellationToken cancellationToken = default) => throw new InvalidOperationException("The cap is not asked for.");

    public Task<IReadOnlyList<AttributeClassification>> GetStatusesAsync(CancellationToken cancellationToken = default) => throw new InvalidOperationException("No statuses are asked for.");

    public Task DeclareAsync(string realFieldName, AttributeSource source, CancellationToken cancellationToken = default) => throw new InvalidOperationException("Nothing is declared.");

    public Task DeclareLedgerCompleteAsync(bool isComplete = true, CancellationToken cancellationToken = default) => throw new InvalidOperationException("Nothing is declared.");

    public Task<CustomerProfile> GetCustomerAttributesAsync(string customerId, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("No Get call is expected.");

    public Task<IReadOnlyList<CatalogEntry>> ListAttributesAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<CatalogEntry>>([]);
}
