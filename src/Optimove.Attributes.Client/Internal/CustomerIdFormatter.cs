using System.Globalization;
using System.Reflection;
using Refit;

namespace Optimove.Attributes.Client;

/// <summary>The only thing in a path is a customer id: this refuses one that would not arrive as one segment. Refit escapes it afterwards.</summary>
internal sealed class CustomerIdFormatter : IUrlParameterFormatter
{
    // Escaped, a character takes up to nine, and .NET 8 makes no address of more than 65,519.
    private const int MaxLength = 5_000;

    public string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type)
    {
        var customerId = value as string;
        ArgumentNullException.ThrowIfNull(customerId);
        var fault = Check.CustomerId(customerId)
            ?? (customerId.Length > MaxLength ? string.Create(CultureInfo.InvariantCulture, $"is {customerId.Length:N0} characters long, more than {MaxLength:N0}, which a path can't carry") : null);
        return fault is not null
            ? throw new OptimoveValidationException([new Violation($"customerId {fault}.")])
            : customerId;
    }
}
