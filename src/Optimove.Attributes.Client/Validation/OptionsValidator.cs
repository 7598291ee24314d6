using System.Globalization;
using Microsoft.Extensions.Options;

namespace Optimove.Attributes.Client;

/// <summary>Checks the options of one client, all faults at once.</summary>
internal sealed class OptionsValidator(string name) : IValidateOptions<OptimoveAttributesOptions>
{
    private const int ShortestSecret = 32;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? validated, OptimoveAttributesOptions options)
    {
        if (validated != name)
        {
            return ValidateOptionsResult.Skip;
        }

        var faults = FindFaults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>What can't be right in a key. The key itself is never shown.</summary>
    public static string? FindFaultInKey(string? key) =>
        string.IsNullOrWhiteSpace(key) ? "ApiKey is missing or blank: set ApiKey or ApiKeyProvider."
        : key.Any(static character => character is <= ' ' or > '~') ? "ApiKey holds white space, a control character or a letter outside ASCII, which a header can't carry."
        : null;

    private static IEnumerable<string> FindFaults(OptimoveAttributesOptions options)
    {
        if (options.BaseAddress is null)
        {
            yield return "BaseAddress is missing: give the tenant's address, such as https://api4.optimove.net/.";
        }
        else if (FindFaultInAddress("BaseAddress", options.BaseAddress) is { } addressFault)
        {
            yield return addressFault;
        }

        if (options.ApiKeyProvider is null && FindFaultInKey(options.ApiKey) is { } keyFault)
        {
            yield return keyFault;
        }

        if (options.MaxRetryAttempts is < 0 or > 100)
        {
            yield return OutOfRange(nameof(options.MaxRetryAttempts), options.MaxRetryAttempts, "from 0 to 100");
        }

        if (options.RetryBaseDelay <= TimeSpan.Zero || options.RetryBaseDelay > Day)
        {
            yield return OutOfRange(nameof(options.RetryBaseDelay), options.RetryBaseDelay, "above zero and at most a day");
        }

        if (options.MaxRetryDelay < options.RetryBaseDelay || options.MaxRetryDelay > Day)
        {
            yield return OutOfRange(nameof(options.MaxRetryDelay), options.MaxRetryDelay, "not below RetryBaseDelay and at most a day");
        }

        if (options.AttemptTimeout < TimeSpan.FromMilliseconds(10) || options.AttemptTimeout > Day)
        {
            yield return OutOfRange(nameof(options.AttemptTimeout), options.AttemptTimeout, "from 10 milliseconds to a day");
        }

        if (options.TotalTimeout < options.AttemptTimeout || options.TotalTimeout > Day)
        {
            yield return OutOfRange(nameof(options.TotalTimeout), options.TotalTimeout, "not below AttemptTimeout and at most a day");
        }

        if (options.RateLimits is not { Count: > 0 })
        {
            yield return "RateLimits is empty: at least one limit is needed.";
        }

        foreach (var limit in options.RateLimits ?? [])
        {
            if (limit is null || limit.PermitLimit < 1 || limit.Window <= TimeSpan.Zero || limit.Window > Day)
            {
                // The record's own text would write the number in the current culture.
                var held = limit is null ? "null" : string.Create(CultureInfo.InvariantCulture, $"{limit.PermitLimit} in {limit.Window}");
                yield return $"RateLimits holds {held}; a limit allows at least one request, in a window above zero and of at most a day.";
            }
        }

        if (options.MaxApiAttributes < 1)
        {
            yield return OutOfRange(nameof(options.MaxApiAttributes), options.MaxApiAttributes, "at least 1");
        }

        if (options.RecencyWindow <= TimeSpan.Zero)
        {
            yield return OutOfRange(nameof(options.RecencyWindow), options.RecencyWindow, "above zero");
        }

        if (options.MaxCustomersPerCall < 1)
        {
            yield return OutOfRange(nameof(options.MaxCustomersPerCall), options.MaxCustomersPerCall, "at least 1");
        }

        if (options.MaxAttributesPerCustomer < 1)
        {
            yield return OutOfRange(nameof(options.MaxAttributesPerCustomer), options.MaxAttributesPerCustomer, "at least 1");
        }

        if (options.MaxResponseBytes < 1024)
        {
            yield return OutOfRange(nameof(options.MaxResponseBytes), options.MaxResponseBytes, "at least 1,024");
        }

        if (string.IsNullOrWhiteSpace(options.Tenant))
        {
            yield return "Tenant is blank.";
        }

        foreach (var fault in options.Callbacks is { } callbacks ? FindFaults(callbacks) : ["Callbacks is null."])
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> FindFaults(CallbackOptions callbacks)
    {
        if (callbacks.PublicAddress is { } address && FindFaultInAddress("Callbacks.PublicAddress", address) is { } addressFault)
        {
            yield return addressFault;
        }

        if (callbacks.PublicAddress is not null && callbacks.Secrets is not { Count: > 0 })
        {
            yield return "Callbacks.Secrets is empty: with a PublicAddress at least one secret is needed.";
        }

        for (var i = 0; i < callbacks.Secrets?.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(callbacks.Secrets[i]) || callbacks.Secrets[i].Length < ShortestSecret)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"Callbacks.Secrets[{i}] is blank or shorter than {ShortestSecret} characters.");
            }
        }

        if (callbacks.Deadline <= TimeSpan.Zero || callbacks.Deadline > Day)
        {
            yield return OutOfRange("Callbacks.Deadline", callbacks.Deadline, "above zero and at most a day");
        }

        if (callbacks.MaxBodyBytes < 1024)
        {
            yield return OutOfRange("Callbacks.MaxBodyBytes", callbacks.MaxBodyBytes, "at least 1,024");
        }
    }

    private static string? FindFaultInAddress(string option, Uri address) =>
        !address.IsAbsoluteUri ? $"{option} is not absolute: it begins with https://."
        : !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? $"{option} is not https; http is for loopback alone."
        : address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0 ? $"{option} holds a user, a query or a fragment; only host, port and path are kept."
        : null;

    private static string OutOfRange(string option, object value, string range) =>
        string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it is {range}.");
}
