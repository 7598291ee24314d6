namespace Optimove.Attributes.Console;

/// <summary>What the command line says of callbacks.</summary>
/// <param name="Url">A public address that is forwarded here.</param>
/// <param name="Port">Where to listen.</param>
internal sealed record CallbackSettings(Uri? Url, int? Port)
{
    /// <exception cref="InputException">The settings do not go together with each other or with the tenant.</exception>
    public void Check(bool isLoopback)
    {
        if (Url is not null && Port is null)
        {
            throw new InputException("--callback-url needs --callback-port: the port of this machine to which that address is forwarded.");
        }

        if (Port is not null && Url is null && !isLoopback)
        {
            throw new InputException("--callback-port needs --callback-url: the public address that is forwarded to it.");
        }

        if (Port is < 1 or > 65_535)
        {
            throw new InputException("--callback-port is not from 1 to 65535.");
        }
    }
}
