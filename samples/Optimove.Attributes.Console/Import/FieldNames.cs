using System.Globalization;

namespace Optimove.Attributes.Console;

/// <summary>What can't be a RealFieldName or a customer id.</summary>
/// <remarks>The SDK refuses the same, but only call by call: here all of it is found before the first one.</remarks>
internal static class FieldNames
{
    private const int MaxLength = 128;

    public static string? FindFault(string realFieldName) =>
        string.IsNullOrWhiteSpace(realFieldName) ? "is blank"
        : realFieldName.Contains(CsvFile.NotUtf8, StringComparison.Ordinal) ? "holds bytes that are not UTF-8"
        : realFieldName.Length > MaxLength ? string.Create(CultureInfo.InvariantCulture, $"is {realFieldName.Length:N0} characters long, more than {MaxLength}")
        : realFieldName.Any(char.IsControl) ? "holds a control character"
        : realFieldName.Contains(';', StringComparison.Ordinal) ? "holds a ';'"
        : null;

    public static string? FindFaultInCustomerId(string customerId) =>
        string.IsNullOrWhiteSpace(customerId) ? "is blank"
        : customerId.Contains(CsvFile.NotUtf8, StringComparison.Ordinal) ? "holds bytes that are not UTF-8"
        : customerId is "." or ".." ? "is '.' or '..', which a path can't carry"
        : customerId.Any(char.IsControl) ? "holds a control character"
        : null;
}
