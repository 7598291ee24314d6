using System.Reflection;
using Refit;

namespace Optimove.Attributes.Client;

/// <summary>The only thing in a path is a customer id: this refuses one that would not arrive as one segment. Refit escapes it afterwards.</summary>
internal sealed class CustomerIdFormatter : IUrlParameterFormatter
{
    public string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type)
    {
        var customerId = value as string;
        ArgumentNullException.ThrowIfNull(customerId);
        return Check.CustomerId(customerId) is { } fault
            ? throw new OptimoveValidationException([new Violation($"customerId {fault}.")])
            : customerId;
    }
}
