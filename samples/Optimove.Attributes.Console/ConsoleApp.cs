using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Optimove.Attributes.Console;

/// <summary>The whole program, with everything it touches handed in.</summary>
internal static class ConsoleApp
{
    private static readonly Option<bool> Json = new(Arguments.Json)
    {
        Description = "Write exactly one JSON document to stdout, also for errors; text for people goes to stderr.",
        Recursive = true,
    };

    private static readonly Option<string?> Ledger = new(Arguments.Ledger)
    {
        HelpName = "FILE",
        Description = "Where it is kept what was created and updated through the API, for the cap and the statuses. By default a file for each tenant and address under your application data; on the embedded simulator nothing is kept.",
        Recursive = true,
    };

    public static async Task<int> RunAsync(
        IReadOnlyList<string> args,
        IReadOnlyDictionary<string, string?> environment,
        TextWriter stdout,
        TextWriter stderr,
        CancellationToken cancellationToken,
        Seams? seams = null)
    {
        var arguments = Arguments.Read(args);

        // Arguments are taken as they are: a customer id may begin with '@'.
        var parse = CreateRoot(environment, stdout, stderr, seams ?? new Seams())
            .Parse(arguments.Tokens, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        List<string> faults = [.. arguments.Faults, .. FindFaults(parse)];
        if (faults.Count > 0)
        {
            var output = new OutputChannel(stdout, stderr, arguments.HasJson);
            return CommandRunner.Report(output, Failure.Usage(faults), simulator: null);
        }

        var configuration = new InvocationConfiguration
        {
            Output = stdout,
            Error = stderr,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parse.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
    }

    private static List<string> FindFaults(ParseResult parse)
    {
        // The parser drops what looks like a directive, such as [diagram], even where it knows none.
        var directives = parse.Tokens.Where(static token => token.Type == TokenType.Directive).Select(static token => $"Unrecognized argument '{token.Value}'.");
        return [.. directives, .. parse.Action is ParseErrorAction ? parse.Errors.Select(static error => error.Message) : []];
    }

    private static RootCommand CreateRoot(IReadOnlyDictionary<string, string?> environment, TextWriter stdout, TextWriter stderr, Seams seams)
    {
        var runner = new CommandRunner(Json, Ledger, environment, stdout, stderr, seams);
        var root = new RootCommand(
            $"""
            Optimove's customer attributes from the command line.

            {Connection.BaseAddressVariable} and {Connection.ApiKeyVariable} name the tenant. With neither of them set, every command runs on an embedded
            simulator over real HTTP, which forgets everything at the end. {Connection.TenantVariable} tells tenants apart that share an address. Without a command, the demo runs.

            Exit codes: 0 delivered (confirmed, or accepted where no outcome comes back), 1 something was refused, unconfirmed or not delivered, 2 bad usage or
            input (nothing was sent), 3 the key was refused, 4 no answer, 130 stopped by Ctrl+C.
            """)
        {
            Json,
            Ledger,
            DemoCommand.Create(runner),
            ListCommand.Create(runner),
            AddCommand.Create(runner),
            EnsureCommand.Create(runner),
            StatusCommand.Create(runner),
            CapCommand.Create(runner),
            GetCommand.Create(runner),
            SetCommand.Create(runner),
            ImportCommand.Create(runner),
            SimulateCommand.Create(runner),
        };
        root.SetAction(runner.ActionOf(DemoCommand.RunAsync));
        root.Directives.Clear();

        // The help's other names, such as /h and /?, may be customer ids.
        var help = root.Options.OfType<HelpOption>().Single();
        root.Options.Remove(help);
        root.Options.Add(new HelpOption("--help", "-h"));
        return root;
    }
}
