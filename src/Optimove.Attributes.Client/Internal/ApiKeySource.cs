namespace Optimove.Attributes.Client;

/// <summary>Reads the key for each attempt, so that it can be rotated.</summary>
internal sealed class ApiKeySource(CurrentOptions options)
{
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        var current = options.Get();
        var key = current.ApiKeyProvider is { } provider ? await provider(cancellationToken).ConfigureAwait(false) : current.ApiKey;
        return OptionsValidator.FindFaultInKey(key) is { } fault
            ? throw new OptimoveValidationException([new Violation(fault)])
            : key!;
    }
}
