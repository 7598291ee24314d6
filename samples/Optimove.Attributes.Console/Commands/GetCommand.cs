using System.CommandLine;

namespace Optimove.Attributes.Console;

internal static class GetCommand
{
    private static readonly Argument<string> Customer = new("CUSTOMER") { Description = "The customer's id; after -- where it is the name of an option, such as -h." };

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("get", "Show the attributes of one customer.") { Customer };
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    public static void Write(OutputChannel output, CustomerProfile profile)
    {
        var hasAlias = profile.Attributes.Any(static entry => entry.Alias is not null);
        var table = new DataTable(hasAlias ? ["RealFieldName", "Alias", "Type", "Value"] : ["RealFieldName", "Type", "Value"]);
        foreach (var entry in profile.Attributes)
        {
            // No value and an empty text must not look the same.
            var value = entry.Value ?? "(no value)";
            table.Row(hasAlias
                ? [entry.RealFieldName, entry.Alias, entry.Type.ToString(), value]
                : [entry.RealFieldName, entry.Type.ToString(), value]);
        }

        table.WriteTo(output.Human);
    }

    public static CustomerDocument ToDocument(bool simulator, CustomerProfile profile) => new()
    {
        Simulator = simulator,
        Customer = profile.CustomerId,
        Attributes = [.. profile.Attributes.Select(ProfileEntryDocument.From)],
    };

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(callbacks: null, cancellationToken).ConfigureAwait(false);
        var profile = await session.Client.GetCustomerAttributesAsync(context.Parse.GetRequiredValue(Customer), cancellationToken).ConfigureAwait(false);
        Write(context.Output, profile);
        context.Output.Line($"Customer {profile.CustomerId}: {Words.Count(profile.Attributes.Count, "attribute")}.");
        context.Output.Document(ToDocument(session.IsSimulator, profile), ConsoleJsonContext.Documents.CustomerDocument);
        return ExitCode.Done;
    }
}
