using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>Everything that can be refused in an Update call before a byte is sent, all of it at once.</summary>
internal static class UpdateValidator
{
    [ThreadStatic]
    private static HashSet<string>? _customersOfThisThread;

    /// <summary>Freezes and checks the updates.</summary>
    /// <returns>How many values they hold, and the names in them, each once.</returns>
    /// <exception cref="OptimoveValidationException">Something is wrong.</exception>
    public static (int Values, IReadOnlyCollection<string> Names) Validate(IReadOnlyList<CustomerUpdate?> updates, int maxCustomers, int maxAttributes)
    {
        List<Violation>? violations = null;
        var values = 0;
        var names = new NameCollector();
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
                    Add(Missing(position));
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

                names.Begin(attributes);
                for (var i = 0; i < attributes.Length; i++)
                {
                    // Once something is wrong, every offender is named, those that came before too.
                    FindFaults(attributes[i], names.TakeIn(i) || violations is not null, position, ref violations);
                }
            }
        }
        finally
        {
            customers.Clear();
        }

        return violations is null ? (values, names.Names) : throw new OptimoveValidationException(violations);

        void Add(Violation violation) => (violations ??= []).Add(violation);
    }

    /// <summary>Finds what can't be right in one update, whatever the limits of a call. The update is frozen.</summary>
    /// <param name="update">The update.</param>
    /// <param name="previous">One that was found to be right, whose names need no second look; <see langword="null"/> for none.</param>
    /// <param name="position">The place of the update.</param>
    /// <returns>The faults; <see langword="null"/> for none.</returns>
    public static IReadOnlyList<Violation>? FindFaults(CustomerUpdate update, CustomerUpdate? previous, long position)
    {
        List<Violation>? violations = null;
        if (Check.CustomerId(update.CustomerId) is { } fault)
        {
            violations = [At(position, $"CustomerId {fault}")];
        }

        var attributes = update.Freeze();
        var known = previous is null ? [] : previous.Freeze();
        for (var i = 0; i < attributes.Length; i++)
        {
            var isNew = i >= known.Length || !string.Equals(attributes[i].Key, known[i].Key, StringComparison.Ordinal);
            FindFaults(attributes[i], isNew, position, ref violations);
        }

        return violations;
    }

    /// <summary>Says that there is no update at a place.</summary>
    public static Violation Missing(long position) => At(position, "is null");

    private static void FindFaults(KeyValuePair<string, AttributeValue> attribute, bool isNew, long position, ref List<Violation>? violations)
    {
        var (name, value) = attribute;
        if (isNew && Check.RealFieldName(name) is { } nameFault)
        {
            (violations ??= []).Add(At(position, $"RealFieldName {nameFault}", name));
        }

        if (value.Kind == AttributeValueKind.Text && Check.Text(value.AsText()) is { } valueFault)
        {
            (violations ??= []).Add(At(position, $"value {valueFault}", name));
        }
    }

    private static Violation At(long position, string fault, string? realFieldName = null) =>
        new(
            realFieldName is null
                ? string.Create(CultureInfo.InvariantCulture, $"updates[{position}] {fault}.")
                : string.Create(CultureInfo.InvariantCulture, $"updates[{position}] {ValueText.Printable(realFieldName)}: {fault}."),
            position,
            realFieldName);
}
