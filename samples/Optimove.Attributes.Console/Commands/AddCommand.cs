using System.CommandLine;

namespace Optimove.Attributes.Console;

internal static class AddCommand
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private static readonly Argument<string> Name = new("NAME") { Description = "The RealFieldName." };

    private static readonly Argument<string> Type = new("TYPE")
    {
        Description = "INT, BIGINT, DECIMAL(19,4), DATE, VARCHAR(X) or NVARCHAR(X).",
    };

    private static readonly Option<string?> Default = new("--default") { HelpName = "V", Description = "What every customer gets at first." };

    public static Command Create(CommandRunner runner)
    {
        var command = CallbackArguments.AddTo(new Command(
            "add", "Create an attribute, and wait until it is there: up to a minute by the vendor's documentation, which names no way to delete one.")
        {
            Name, Type, Default,
        });
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

        await using var session = await context.OpenSessionAsync(CallbackArguments.Read(context.Parse), cancellationToken).ConfigureAwait(false);
        var definition = defaultValue is null
            ? new AttributeDefinition(name, type)
            : new AttributeDefinition(name, type) { DefaultValue = defaultValue };
        var confirmation = session.IsConfirmed
            ? await session.Client.AddAndConfirmAsync(definition, cancellationToken).ConfigureAwait(false)
            : null;
        var receipt = confirmation is null ? await session.Client.AddAttributeAsync(definition, cancellationToken).ConfigureAwait(false) : confirmation.Receipt;
        var failure = confirmation is null
            ? await FindFailureAsync(context, session, definition, cancellationToken).ConfigureAwait(false)
            : FindFailure(confirmation);
        if (failure is null)
        {
            context.Output.Line($"{name}, {type}: created.");
        }
        else
        {
            context.Output.Error(failure);
        }

        var document = new AddDocument
        {
            Simulator = session.IsSimulator,
            RealFieldName = name,
            Type = type.ToString(),
            DefaultValue = defaultValue,
            Accepted = receipt is not null,
            State = failure is null ? "confirmed" : confirmation?.State == DeliveryState.Rejected ? "rejected" : "unconfirmed",
            ErrorId = confirmation?.Error?.ToString(),
            RequestId = receipt?.RequestId,
            Message = receipt?.Message,
            Error = failure is null ? null : ErrorDocument.From(failure),
        };
        context.Output.Document(document, ConsoleJsonContext.Documents.AddDocument);
        return failure?.ExitCode ?? ExitCode.Done;
    }

    private static Failure? FindFailure(AddAttributeConfirmation confirmation) => confirmation.State switch
    {
        DeliveryState.Confirmed => null,
        DeliveryState.Rejected => new Failure(
            ExitCode.NotAllDelivered, "rejected", $"{confirmation.RealFieldName} was not created: {confirmation.Message ?? "no reason given"} (errorId {confirmation.Error})"),
        _ => new Failure(
            confirmation.Receipt is null ? ExitCode.NoAnswer : ExitCode.NotAllDelivered,
            "unconfirmed",
            $"No outcome came for {confirmation.RealFieldName}, and the catalog does not list it."),
    };

    /// <summary>Without an outcome, the catalog is the only witness: it is read until it lists the attribute, for two minutes at most.</summary>
    private static async Task<Failure?> FindFailureAsync(CommandContext context, Session session, AttributeDefinition definition, CancellationToken cancellationToken)
    {
        context.Output.Line($"{definition.RealFieldName}, {definition.Type}: accepted. Waiting until the catalog lists it.");
        var start = context.Clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var catalog = await session.Client.ListAttributesAsync(cancellationToken).ConfigureAwait(false);
            if (catalog.Any(entry => entry.RealFieldName.Equals(definition.RealFieldName, StringComparison.OrdinalIgnoreCase)))
            {
                return null;
            }

            if (context.Clock.GetElapsedTime(start) >= LongestWait)
            {
                return new Failure(ExitCode.NotAllDelivered, "notListed", $"The server accepted {definition.RealFieldName} but does not list it after two minutes. Look with list, and try again.");
            }

            await Task.Delay(pause, context.Clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
