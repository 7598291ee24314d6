using System.Text.Json;

namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>The body of an Update call.</summary>
internal sealed record UpdateCall(IReadOnlyList<(string CustomerId, IReadOnlyList<(string Name, string? Value)> Values)> Customers, string? CallbackUrl)
{
    /// <exception cref="FormatException">The body is not of the documented shape, or passes a limit.</exception>
    public static UpdateCall Read(ReadOnlyMemory<byte> body, int maxCustomers, int maxAttributes)
    {
        using var document = BodyReader.Parse(body);
        var list = BodyReader.RequiredArray(document.RootElement, "CustomerNewAttributesValuesList");
        if (list.GetArrayLength() > maxCustomers)
        {
            throw new FormatException($"More than {maxCustomers} customers in a call.");
        }

        var customers = new List<(string, IReadOnlyList<(string, string?)>)>(list.GetArrayLength());
        foreach (var customer in list.EnumerateArray())
        {
            var attributes = BodyReader.RequiredArray(customer, "Attributes");
            if (attributes.GetArrayLength() > maxAttributes)
            {
                throw new FormatException($"More than {maxAttributes} attributes for a customer.");
            }

            customers.Add((BodyReader.RequiredText(customer, "CustomerID"), [.. attributes.EnumerateArray().Select(ReadValue)]));
        }

        return new(customers, BodyReader.Text(document.RootElement, "CallbackURL"));
    }

    private static (string, string?) ReadValue(JsonElement attribute)
    {
        var name = BodyReader.RequiredText(attribute, "RealFieldName");
        return attribute.TryGetProperty("Value", out _)
            ? (name, BodyReader.Text(attribute, "Value"))
            : throw new FormatException("Value is missing.");
    }
}
