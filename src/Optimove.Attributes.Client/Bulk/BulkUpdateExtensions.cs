namespace Optimove.Attributes.Client;

/// <summary>Bulk updates in one line.</summary>
public static class BulkUpdateExtensions
{
    /// <summary>Sends any number of updates, as <see cref="BulkUpdater"/> does, and reports at the end.</summary>
    /// <param name="client">The client.</param>
    /// <param name="updates">As of <see cref="BulkUpdater.SendAsync"/>.</param>
    /// <param name="progress">Hears where the run is, with each call and each outcome; <see langword="null"/> for nobody. It is called within the run, so it is to be quick; what it throws ends the run and is in <see cref="BulkUpdateReport.EndedBy"/>.</param>
    /// <param name="options">How to go about it; the defaults by default.</param>
    /// <param name="cancellationToken">Ends the run, which still reports: <see cref="BulkUpdateReport.EndedBy"/> is an <see cref="OperationCanceledException"/> then.</param>
    /// <returns>What became of every value that was read. A run that ended early is a report too, not an exception: look at <see cref="BulkUpdateReport.IsDelivered"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="updates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option can't be right.</exception>
#pragma warning disable RS0026 // Both are there from the start, and differ in an argument that has no default.
    public static Task<BulkUpdateReport> UpdateManyAsync(
        this IOptimoveAttributesClient client,
        IAsyncEnumerable<CustomerUpdate> updates,
        IProgress<BulkProgress>? progress = null,
        BulkUpdateOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return new BulkUpdater(client, options).SendAllAsync(updates, progress, cancellationToken);
    }

    /// <inheritdoc cref="UpdateManyAsync(IOptimoveAttributesClient, IAsyncEnumerable{CustomerUpdate}, IProgress{BulkProgress}?, BulkUpdateOptions?, CancellationToken)"/>
    /// <remarks>Of a collection whose count is known, <see cref="BulkProgress.TimeLeft"/> is told without <see cref="BulkUpdateOptions.ExpectedUpdates"/>.</remarks>
    public static Task<BulkUpdateReport> UpdateManyAsync(
        this IOptimoveAttributesClient client,
        IEnumerable<CustomerUpdate> updates,
        IProgress<BulkProgress>? progress = null,
        BulkUpdateOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        options = BulkUpdateOptions.Check(options);
        options.ExpectedUpdates ??= updates.TryGetNonEnumeratedCount(out var count) ? count : null;
        return new BulkUpdater(client, options).SendAllAsync(ReadAsync(updates), progress, cancellationToken);
    }
#pragma warning restore RS0026

#pragma warning disable CS1998 // It only looks like a stream.
    private static async IAsyncEnumerable<CustomerUpdate> ReadAsync(IEnumerable<CustomerUpdate> updates)
#pragma warning restore CS1998
    {
        foreach (var update in updates)
        {
            yield return update;
        }
    }
}
