using System.CommandLine;

namespace Optimove.Attributes.Console;

internal static class SetCommand
{
    private static readonly Argument<string> Customer = new("CUSTOMER") { Description = "The customer's id; after -- where it is the name of an option, such as -h." };

    private static readonly Argument<string[]> Values = new("NAME=VALUE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "A RealFieldName and its value, split at the first =. NAME= sends the empty text.",
    };

    public static Command Create(CommandRunner runner)
    {
        var command = CallbackArguments.AddTo(new Command("set", "Give values to one customer, and say what became of them.") { Customer, Values });
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var customerId = context.Parse.GetRequiredValue(Customer);
        var values = Read(customerId, context.Parse.GetRequiredValue(Values));
        await using var session = await context.OpenSessionAsync(CallbackArguments.Read(context.Parse), cancellationToken).ConfigureAwait(false);
        var delivery = new Delivery(values.Count);
        var progress = new LineProgress(context.Output);
        try
        {
            await foreach (var outcome in CreateBulk(session).SendAsync(ToUpdates(customerId, values), progress, cancellationToken).ConfigureAwait(false))
            {
                delivery.Add(outcome);
                progress.BatchEnded(outcome);
            }
        }
        catch (OptimoveException exception)
        {
            delivery.Note(exception, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            delivery.Note(Failure.Cancelled());
        }

        delivery.End();
        DeliverySummary.Write(context.Output, delivery);
        context.Output.Document(DeliveryDocument.From(session.IsSimulator, customers: 1, delivery), ConsoleJsonContext.Documents.DeliveryDocument);
        return delivery.ExitCode;
    }

    /// <summary>Somebody waits for one customer: a server that is down is not waited for.</summary>
    private static BulkUpdater CreateBulk(Session session) => new(session.Client, new BulkUpdateOptions { MaxOutage = TimeSpan.Zero });

    private static IAsyncEnumerable<CustomerUpdate> ToUpdates(string customerId, Dictionary<string, string> values)
    {
        var update = new CustomerUpdate(customerId);
        foreach (var (name, value) in values)
        {
            update[name] = value;
        }

        return AsyncEnumerable.Repeat(update, 1);
    }

    private static Dictionary<string, string> Read(string customerId, string[] arguments)
    {
        var faults = new FaultList();
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (FieldNames.FindFaultInCustomerId(customerId) is { } idFault)
        {
            faults.Add($"the customer's id {idFault}");
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            var place = Words.Invariant($"value {i + 1}");
            if (!NameAndText.TryParse(arguments[i], out var name, out var value))
            {
                faults.Add($"{place}: NAME=VALUE is needed");
            }
            else if (FieldNames.FindFault(name) is { } fault)
            {
                faults.Add($"{place}: the RealFieldName {fault}");
            }
            else if (!values.TryAdd(name, value))
            {
                faults.Add($"{place}: {name} is given already (RealFieldNames compare without regard to case)");
            }
        }

        return faults.Total == 0 ? values : throw new InputException("These values can't be sent.", faults);
    }
}
