namespace Optimove.Attributes.Console;

/// <summary>Creates what the catalog lacks, and waits until it is listed.</summary>
/// <remarks>The vendor accepts an Add first and creates later, up to a minute; until a confirmation can be had, the catalog is the only witness.</remarks>
internal sealed class CatalogCreator(IOptimoveAttributesClient client, TimeProvider clock)
{
    private const int MostThatCanBeCreated = 40;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <returns>What was created, in order; a column that the catalog has or that holds no value is not in it.</returns>
    /// <exception cref="InputException">More are missing than the API may ever create; nothing was created.</exception>
    /// <exception cref="NotListedException">Something was accepted, but the catalog does not list it in time.</exception>
    public async Task<IReadOnlyList<AttributeDefinition>> CreateMissingAsync(
        IEnumerable<AttributeDefinition> wanted, Action<AttributeDefinition> onAccepted, CancellationToken cancellationToken)
    {
        var listed = await ListNamesAsync(cancellationToken).ConfigureAwait(false);
        var missing = wanted.Where(definition => !listed.Contains(definition.RealFieldName)).ToList();
        if (missing.Count > MostThatCanBeCreated)
        {
            throw new InputException(
                $"{missing.Count} columns have no attribute yet, and the API may create at most {MostThatCanBeCreated} in all. Create fewer: a used one is gone for good.")
            {
                Kind = "cap",
            };
        }

        foreach (var definition in missing)
        {
            await client.AddAttributeAsync(definition, cancellationToken).ConfigureAwait(false);
            onAccepted(definition);
        }

        await WaitUntilListedAsync(missing, cancellationToken).ConfigureAwait(false);
        return missing;
    }

    private async Task WaitUntilListedAsync(List<AttributeDefinition> created, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var awaited = created.Select(static definition => definition.RealFieldName).ToList();
        for (var pause = FirstPause; awaited.Count > 0; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var listed = await ListNamesAsync(cancellationToken).ConfigureAwait(false);
            awaited.RemoveAll(listed.Contains);
            if (awaited.Count == 0)
            {
                return;
            }

            if (clock.GetElapsedTime(start) >= LongestWait)
            {
                throw new NotListedException(awaited);
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HashSet<string>> ListNamesAsync(CancellationToken cancellationToken)
    {
        var catalog = await client.ListAttributesAsync(cancellationToken).ConfigureAwait(false);
        return catalog.Select(static entry => entry.RealFieldName).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
