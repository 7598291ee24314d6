using Microsoft.Extensions.Options;

namespace Optimove.Attributes.Client;

/// <summary>Reads the key for each attempt, so that it can be rotated.</summary>
internal sealed class ApiKeySource(IOptionsMonitor<OptimoveAttributesOptions> options, string name)
{
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        var current = Current();
        var key = current.ApiKeyProvider is { } provider ? await provider(cancellationToken).ConfigureAwait(false) : current.ApiKey;
        return OptionsValidator.FindFaultInKey(key) is { } fault
            ? throw new OptimoveValidationException([new Violation(fault)])
            : key!;
    }

    private OptimoveAttributesOptions Current()
    {
        try
        {
            return options.Get(name);
        }
        catch (OptionsValidationException exception)
        {
            // Reloaded while they can't be right.
            throw new OptimoveValidationException([.. exception.Failures.Select(static failure => new Violation(failure))]);
        }
    }
}
