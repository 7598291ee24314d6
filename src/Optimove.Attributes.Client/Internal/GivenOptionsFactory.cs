using Microsoft.Extensions.Options;

namespace Optimove.Attributes.Client;

/// <summary>Hands out the very options that a program without a container gave, so that a key it sets later is seen.</summary>
internal sealed class GivenOptionsFactory(OptimoveAttributesOptions options) : IOptionsFactory<OptimoveAttributesOptions>
{
    public OptimoveAttributesOptions Create(string name)
    {
        var result = new OptionsValidator(name).Validate(name, options);
        return result.Failed ? throw new OptionsValidationException(name, typeof(OptimoveAttributesOptions), result.Failures) : options;
    }
}
