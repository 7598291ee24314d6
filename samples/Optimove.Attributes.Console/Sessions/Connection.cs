namespace Optimove.Attributes.Console;

/// <summary>Where to and with which key, as the environment says it. A key on the command line would show in every list of processes.</summary>
internal sealed record Connection(Uri BaseAddress, string ApiKey, string? Tenant = null)
{
    public const string BaseAddressVariable = "OPTIMOVE_BASE_ADDRESS";
    public const string ApiKeyVariable = "OPTIMOVE_API_KEY";
    public const string TenantVariable = "OPTIMOVE_TENANT";

    /// <returns>The connection; <see langword="null"/> where the environment names neither address nor key.</returns>
    /// <exception cref="InputException">It names only one of the two, or the address is none.</exception>
    public static Connection? Read(IReadOnlyDictionary<string, string?> environment)
    {
        var address = environment.GetValueOrDefault(BaseAddressVariable);
        var key = environment.GetValueOrDefault(ApiKeyVariable);
        if (string.IsNullOrWhiteSpace(address) && string.IsNullOrWhiteSpace(key))
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(address) || string.IsNullOrWhiteSpace(key))
        {
            var (given, missing) = string.IsNullOrWhiteSpace(address) ? (ApiKeyVariable, BaseAddressVariable) : (BaseAddressVariable, ApiKeyVariable);
            throw new InputException($"{given} is set, but {missing} is not. Set both for your tenant, or neither for the embedded simulator.");
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new Connection(uri, key, environment.GetValueOrDefault(TenantVariable) is { } tenant && !string.IsNullOrWhiteSpace(tenant) ? tenant : null)
            : throw new InputException($"{BaseAddressVariable} is not an http or https address, such as https://api4.optimove.net/.");
    }

    // A record would print the key.
    public override string ToString() => BaseAddress.ToString();
}
