using Microsoft.Extensions.Options;

namespace Optimove.Attributes.Client;

/// <summary>The options as they are now, for what may change while the client lives: the key and the secrets.</summary>
internal sealed class CurrentOptions(IOptionsMonitor<OptimoveAttributesOptions> options, string name)
{
    /// <exception cref="OptimoveValidationException">They were reloaded, and can't be right.</exception>
    public OptimoveAttributesOptions Get()
    {
        try
        {
            return options.Get(name);
        }
        catch (OptionsValidationException exception)
        {
            throw new OptimoveValidationException([.. exception.Failures.Select(static failure => new Violation(failure))]);
        }
    }
}
