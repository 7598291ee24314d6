using System.Globalization;

namespace Optimove.Attributes.Client;

/// <summary>Everything that can be refused in a definition before a byte is sent, all of it at once.</summary>
internal static class DefinitionValidator
{
    private const decimal DecimalBound = 1_000_000_000_000_000m;

    /// <exception cref="OptimoveValidationException">Something is wrong.</exception>
    public static void Validate(AttributeDefinition definition) =>
        ThrowIfAny([.. FindFaults(definition).Select(fault => new Violation($"{ValueText.Printable(definition.RealFieldName)}: {fault}.", null, definition.RealFieldName))]);

    /// <exception cref="OptimoveValidationException">Something is wrong in any of them, or two have the same name.</exception>
    public static void Validate(IReadOnlyList<AttributeDefinition?> definitions)
    {
        var violations = new List<Violation>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var position = 0; position < definitions.Count; position++)
        {
            if (definitions[position] is not { } definition)
            {
                violations.Add(new Violation(string.Create(CultureInfo.InvariantCulture, $"definitions[{position}] is null."), position));
                continue;
            }

            var faults = FindFaults(definition);
            if (!names.Add(definition.RealFieldName))
            {
                faults.Add("stands in the input already");
            }

            violations.AddRange(faults.Select(fault => new Violation(
                string.Create(CultureInfo.InvariantCulture, $"definitions[{position}] {ValueText.Printable(definition.RealFieldName)}: {fault}."), position, definition.RealFieldName)));
        }

        ThrowIfAny(violations);
    }

    private static void ThrowIfAny(List<Violation> violations)
    {
        if (violations.Count > 0)
        {
            throw new OptimoveValidationException(violations);
        }
    }

    private static List<string> FindFaults(AttributeDefinition definition)
    {
        var faults = new List<string>();
        if (Check.RealFieldName(definition.RealFieldName) is { } nameFault)
        {
            faults.Add($"RealFieldName {nameFault}");
        }

        if (!definition.Type.IsCreatable)
        {
            faults.Add("Type is none of DECIMAL(19,4), INT, BIGINT, DATE, VARCHAR(X), NVARCHAR(X)");
        }

        if (definition.DefaultValue is { } value && FindFault(value, definition.Type) is { } valueFault)
        {
            faults.Add($"DefaultValue {valueFault}");
        }

        if (definition.CallbackUrl is { } url && !(url.IsAbsoluteUri && url.Scheme is "http" or "https"))
        {
            faults.Add("CallbackUrl is not an absolute http or https address");
        }

        return faults;
    }

    /// <summary>Whether the value fits the type, as the server decides it (errorId 4).</summary>
    private static string? FindFault(AttributeValue value, AttributeType type)
    {
        if (value.Kind is AttributeValueKind.None or AttributeValueKind.Clear)
        {
            return "is no value; leave it out for none";
        }

        var text = value.ToString();
        var fits = type.Kind switch
        {
            // The framework takes NULs behind a number for its end.
            AttributeTypeKind.Int or AttributeTypeKind.BigInt or AttributeTypeKind.Decimal when text.EndsWith('\0') => false,
            AttributeTypeKind.Int => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            AttributeTypeKind.BigInt => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            AttributeTypeKind.Decimal =>
                decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && Math.Abs(number) < DecimalBound && CountFraction(text) <= 4,
            AttributeTypeKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            AttributeTypeKind.VarChar or AttributeTypeKind.NVarChar => !(text.Length > type.Length),
            _ => true,
        };
        return fits ? Check.Text(text) : $"does not fit {type}";
    }

    // Of the text, because the number itself keeps 28 digits and rounds the rest away.
    private static int CountFraction(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text.AsSpan(point + 1).TrimEnd('0').Length;
    }
}
