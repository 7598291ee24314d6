using System.CommandLine;

namespace Optimove.Attributes.Console;

internal static class AddCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The RealFieldName." };

    private static readonly Argument<string> Type = new("TYPE")
    {
        Description = "INT, BIGINT, DECIMAL(19,4), DATE, VARCHAR(X) or NVARCHAR(X).",
    };

    private static readonly Option<string?> Default = new("--default") { HelpName = "V", Description = "What every customer gets at first." };

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("add", "Create an attribute. The vendor creates it up to a minute later, and documents no way to delete one.") { Name, Type, Default };
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Parse.GetRequiredValue(Name);
        var defaultValue = context.Parse.GetValue(Default);
        if (!AttributeType.TryParse(context.Parse.GetRequiredValue(Type), out var type))
        {
            throw new InputException("TYPE is none of INT, BIGINT, DECIMAL(19,4), DATE, VARCHAR(X), NVARCHAR(X), X from 1.");
        }

        await using var session = await context.OpenSessionAsync().ConfigureAwait(false);
        var definition = defaultValue is null
            ? new AttributeDefinition(name, type)
            : new AttributeDefinition(name, type) { DefaultValue = defaultValue };
        var receipt = await session.Client.AddAttributeAsync(definition, cancellationToken).ConfigureAwait(false);
        context.Output.Line($"{name}, {type}: accepted. The server creates it up to a minute later, and may still refuse it; list shows whether it is there.");
        var document = new AddDocument
        {
            Simulator = session.IsSimulator,
            RealFieldName = name,
            Type = type.ToString(),
            DefaultValue = defaultValue,
            Accepted = true,
            RequestId = receipt.RequestId,
            Message = receipt.Message,
        };
        context.Output.Document(document, ConsoleJsonContext.Documents.AddDocument);
        return ExitCode.Done;
    }
}
