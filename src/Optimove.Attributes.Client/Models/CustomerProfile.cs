using System.Diagnostics.CodeAnalysis;

namespace Optimove.Attributes.Client;

/// <summary>The attributes that one customer has, as the server holds them.</summary>
/// <remarks>
/// RealFieldNames compare without regard to case. An attribute that the answer lacks is not the same as one without a value: the readers by
/// name throw <see cref="KeyNotFoundException"/> for the first and return <see langword="null"/> for the second. All values read in the
/// invariant culture. The id and the values are personal data; a profile has no text form that shows them.
/// </remarks>
public sealed class CustomerProfile
{
    private readonly Dictionary<string, ProfileEntry> _byName;

    /// <summary>Makes a profile, as the server's answer makes one; for your own tests.</summary>
    /// <param name="customerId">The customer's id.</param>
    /// <param name="attributes">The attributes. Of several of one name the first counts.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public CustomerProfile(string customerId, IReadOnlyList<ProfileEntry> attributes)
    {
        ArgumentNullException.ThrowIfNull(customerId);
        ArgumentNullException.ThrowIfNull(attributes);
        CustomerId = customerId;
        Attributes = attributes;
        _byName = new(attributes.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in attributes)
        {
            _byName.TryAdd(entry.RealFieldName, entry);
        }
    }

    /// <summary>The customer's id.</summary>
    public string CustomerId { get; }

    /// <summary>All attributes of the answer, in its order.</summary>
    public IReadOnlyList<ProfileEntry> Attributes { get; }

    /// <summary>The attribute of this name.</summary>
    /// <param name="realFieldName">The name, in any letter case.</param>
    /// <returns>The attribute, with or without a value.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="realFieldName"/> is <see langword="null"/>.</exception>
    /// <exception cref="KeyNotFoundException">The answer has no such attribute.</exception>
    public ProfileEntry this[string realFieldName] =>
        TryGet(realFieldName, out var entry)
            ? entry
            : throw new KeyNotFoundException($"The customer's answer has no attribute {ValueText.Printable(realFieldName)}.");

    /// <summary>Looks an attribute up.</summary>
    /// <param name="realFieldName">The name, in any letter case.</param>
    /// <param name="entry">The attribute, with or without a value.</param>
    /// <returns>Whether the answer has such an attribute.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="realFieldName"/> is <see langword="null"/>.</exception>
    public bool TryGet(string realFieldName, [NotNullWhen(true)] out ProfileEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(realFieldName);
        return _byName.TryGetValue(realFieldName, out entry);
    }

    /// <summary>The value as the server wrote it.</summary>
    /// <param name="realFieldName">The name, in any letter case.</param>
    /// <returns>The text; <see langword="null"/> where the customer has no value.</returns>
    /// <exception cref="KeyNotFoundException">The answer has no such attribute.</exception>
    public string? GetString(string realFieldName) => this[realFieldName].Value;

    /// <summary>The value as a whole number of 32 bits.</summary>
    /// <param name="realFieldName">The name, in any letter case.</param>
    /// <returns>The number; <see langword="null"/> where the customer has no value.</returns>
    /// <exception cref="KeyNotFoundException">The answer has no such attribute.</exception>
    /// <exception cref="FormatException">The value is not such a number.</exception>
    public int? GetInt32(string realFieldName) => this[realFieldName].AsInt32();

    /// <summary>The value as a whole number of 64 bits.</summary>
    /// <param name="realFieldName">The name, in any letter case.</param>
    /// <returns>The number; <see langword="null"/> where the customer has no value.</returns>
    /// <exception cref="KeyNotFoundException">The answer has no such attribute.</exception>
    /// <exception cref="FormatException">The value is not such a number.</exception>
    public long? GetInt64(string realFieldName) => this[realFieldName].AsInt64();

    /// <summary>The value as a decimal.</summary>
    /// <param name="realFieldName">The name, in any letter case.</param>
    /// <returns>The number; <see langword="null"/> where the customer has no value.</returns>
    /// <exception cref="KeyNotFoundException">The answer has no such attribute.</exception>
    /// <exception cref="FormatException">The value is not a number.</exception>
    public decimal? GetDecimal(string realFieldName) => this[realFieldName].AsDecimal();

    /// <summary>The value as a day.</summary>
    /// <param name="realFieldName">The name, in any letter case.</param>
    /// <returns>The day; <see langword="null"/> where the customer has no value, or the vendor's "no date", <c>01/01/1900</c>.</returns>
    /// <exception cref="KeyNotFoundException">The answer has no such attribute.</exception>
    /// <exception cref="FormatException">The value is not a date.</exception>
    public DateOnly? GetDate(string realFieldName) => this[realFieldName].AsDate();
}
