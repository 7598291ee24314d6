using System.CommandLine;

namespace Optimove.Attributes.Console;

/// <summary>Where the outcomes of calls come back, for the commands that send something.</summary>
internal static class CallbackArguments
{
    private static readonly Option<string?> Url = new("--callback-url")
    {
        HelpName = "URL",
        Description = "A public https address that is forwarded to --callback-port of this machine: Optimove POSTs there what became of each call. A tenant on loopback, such as the simulator, needs none.",
    };

    private static readonly Option<int?> Port = new("--callback-port") { HelpName = "N", Description = "Where to listen for callbacks; a free port of loopback by default, where the tenant is there too." };

    public static Command AddTo(Command command)
    {
        command.Add(Url);
        command.Add(Port);
        return command;
    }

    /// <exception cref="InputException">The address is none.</exception>
    public static CallbackSettings Read(ParseResult parse) => new(
        parse.GetValue(Url) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
            : throw new InputException("--callback-url is not an http or https address."),
        parse.GetValue(Port));
}
