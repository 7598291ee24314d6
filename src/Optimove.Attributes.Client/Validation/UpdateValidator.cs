using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>Everything that can be refused in an Update call before a byte is sent, all of it at once.</summary>
internal static class UpdateValidator
{
    [ThreadStatic]
    private static HashSet<string>? _customersOfThisThread;

    /// <summary>Freezes and checks the updates.</summary>
    /// <returns>How many values they hold.</returns>
    /// <exception cref="OptimoveValidationException">Something is wrong.</exception>
    public static int Validate(IReadOnlyList<CustomerUpdate?> updates, int maxCustomers, int maxAttributes)
    {
        List<Violation>? violations = null;
        var values = 0;
        if (updates.Count == 0)
        {
            Add(new Violation("There is no customer in the call."));
        }

        if (updates.Count > maxCustomers)
        {
            Add(new Violation(string.Create(CultureInfo.InvariantCulture, $"There are {updates.Count:N0} customers in the call; at most {maxCustomers:N0} are allowed.")));
        }

        var customers = _customersOfThisThread ??= new HashSet<string>(StringComparer.Ordinal);
        try
        {
            for (var position = 0; position < updates.Count; position++)
            {
                if (updates[position] is not { } update)
                {
                    Add(At(position, "is null"));
                    continue;
                }

                var attributes = update.Freeze();
                values += attributes.Length;
                if (Check.CustomerId(update.CustomerId) is { } fault)
                {
                    Add(At(position, $"CustomerId {fault}"));
                }
                else if (!customers.Add(update.CustomerId))
                {
                    Add(At(position, "is for a customer that stands in the call already; put both into one update"));
                }

                if (attributes.Length == 0)
                {
                    Add(At(position, "has no attribute"));
                }

                if (attributes.Length > maxAttributes)
                {
                    Add(At(position, string.Create(CultureInfo.InvariantCulture, $"has {attributes.Length:N0} attributes; at most {maxAttributes:N0} are allowed")));
                }

                foreach (var (name, value) in attributes)
                {
                    if (Check.RealFieldName(name) is { } nameFault)
                    {
                        Add(At(position, $"RealFieldName {nameFault}", name));
                    }

                    if (value.Kind == AttributeValueKind.Text && Check.Text(value.AsText()) is { } valueFault)
                    {
                        Add(At(position, $"value {valueFault}", name));
                    }
                }
            }
        }
        finally
        {
            customers.Clear();
        }

        return violations is null ? values : throw new OptimoveValidationException(violations);

        void Add(Violation violation) => (violations ??= []).Add(violation);
    }

    private static Violation At(int position, string fault, string? realFieldName = null) =>
        new(
            realFieldName is null
                ? string.Create(CultureInfo.InvariantCulture, $"updates[{position}] {fault}.")
                : string.Create(CultureInfo.InvariantCulture, $"updates[{position}] {ValueText.Printable(realFieldName)}: {fault}."),
            position,
            realFieldName);
}
