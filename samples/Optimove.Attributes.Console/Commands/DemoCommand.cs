using System.CommandLine;
using Optimove.Attributes.Client.Testing;

namespace Optimove.Attributes.Console;

/// <summary>The main job as a story: attributes are created, a file of customers is sent to them, one customer is read back, the status of every attribute is shown.</summary>
internal static class DemoCommand
{
    private static readonly ImportRequest Request = new() { IdColumn = DemoData.IdColumn, Create = true };

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("demo", "Show the main job on the embedded simulator, whatever the environment names. This runs where no command is given.");
        command.SetAction(runner.ActionOf(RunAsync));
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var output = context.Output;
        var start = context.Clock.GetTimestamp();
        await using var session = await context.OpenSimulatorAsync(cancellationToken).ConfigureAwait(false);
        output.Line("This demo talks to an embedded simulator of Optimove over HTTP on this machine.");
        output.Line("No tenant is touched.");
        output.Line();

        output.Line($"1. A telephone company has a CSV file of {Words.Count(DemoData.Customers, "customer")}. Each column");
        output.Line("   becomes an attribute, of a type that fits all its cells, and the rows go out");
        output.Line("   in calls of at most 1,000 customers with 10 attributes each.");
        using var file = new CsvFile(DemoData.CreateCsv());
        var scan = await ImportScan.ReadAsync(file, Request, cancellationToken).ConfigureAwait(false);
        var importer = new Importer(session.Client);
        var report = await ImportPresenter.RunAsync(
            output, scan, progress => importer.RunAsync(file, Request, scan, progress, cancellationToken)).ConfigureAwait(false);
        var import = DeliveryDocument.From(session.IsSimulator, report);
        if (report.Delivery.ExitCode != ExitCode.Done)
        {
            output.Document(new DemoDocument { Simulator = true, Import = import }, ConsoleJsonContext.Documents.DemoDocument);
            return report.Delivery.ExitCode;
        }

        output.Line("   Confirmed is more than accepted: Optimove works a call off after it took it,");
        output.Line("   and POSTs what became of each value to a callback address. This program listened.");
        output.Line();

        var first = await FirstCustomerAsync(file, scan, cancellationToken).ConfigureAwait(false);
        output.Line($"2. To see it, the first customer of the file, {first.CustomerId}, is read back.");
        var (profile, isEqual) = await ReadBackAsync(session.Client, first, context.Clock, cancellationToken).ConfigureAwait(false);
        GetCommand.Write(output, profile);
        output.Line(isEqual
            ? $"   All {first.Attributes.Count} values are what the file says, compared by type."
            : "   Not all of them are what the file says yet.");
        output.Line();

        output.Line("3. Every attribute has a status, as Optimove's own screen shows it. The batch process made");
        output.Line("   COUNTRY, and the API updates it; NEXT_OFFER is created, and not updated yet.");
        var statuses = await ShowStatusesAsync(session, first.CustomerId, output, context.Clock, cancellationToken).ConfigureAwait(false);
        var usage = await session.Client.GetCapUsageAsync(cancellationToken).ConfigureAwait(false);
        output.Line(Words.Invariant($"   Of the {usage.Limit} attributes that the API may create, {usage.Used} are used."));
        output.Line();
        output.Line($"Done in {Words.Invariant($"{context.Clock.GetElapsedTime(start).TotalSeconds:N1}")} s. To do the same with your tenant and your file:");
        output.Line($"   set {Connection.BaseAddressVariable} and {Connection.ApiKeyVariable}, then");
        output.Line("   dotnet run --project samples/Optimove.Attributes.Console -- import FILE.csv --id COLUMN --create");

        var document = new DemoDocument
        {
            Simulator = true,
            Import = import,
            Customer = GetCommand.ToDocument(simulator: true, profile),
            Status = StatusCommand.ToDocument(simulator: true, statuses, context.Clock.GetUtcNow()),
            Cap = CapDocument.From(simulator: true, usage),
        };
        output.Document(document, ConsoleJsonContext.Documents.DemoDocument);
        return isEqual ? ExitCode.Done : ExitCode.NotAllDelivered;
    }

    private static async Task<IReadOnlyList<AttributeClassification>> ShowStatusesAsync(
        Session session, string customerId, OutputChannel output, TimeProvider clock, CancellationToken cancellationToken)
    {
        session.Simulator.AddAttribute("COUNTRY", "VARCHAR(50)", SimulatedSource.Batch);
        await session.Client.DeclareAsync("COUNTRY", AttributeSource.Batch, cancellationToken).ConfigureAwait(false);
        await session.Client.UpdateAttributesAsync([new CustomerUpdate(customerId) { ["COUNTRY"] = "Netherlands" }], cancellationToken).ConfigureAwait(false);
        await session.Client.EnsureAttributesAsync([new AttributeDefinition("NEXT_OFFER", AttributeType.NVarChar(50))], cancellationToken: cancellationToken).ConfigureAwait(false);
        var statuses = await session.Client.GetStatusesAsync(cancellationToken).ConfigureAwait(false);
        StatusCommand.Write(output, statuses, clock.GetUtcNow());
        return statuses;
    }

    private static async Task<CustomerUpdate> FirstCustomerAsync(CsvFile file, ImportScan scan, CancellationToken cancellationToken)
    {
        var row = await file.ReadAsync(cancellationToken).Skip(1).FirstAsync(cancellationToken).ConfigureAwait(false);
        var customer = new CustomerUpdate(scan.Layout.CustomerIdOf(row));
        foreach (var (column, value) in scan.Layout.ValuesOf(row, clearBlanks: false))
        {
            customer[column.RealFieldName] = value;
        }

        return customer;
    }

    /// <summary>Looks until the customer has all values, for ten seconds at most.</summary>
    private static async Task<(CustomerProfile Profile, bool IsEqual)> ReadBackAsync(
        IOptimoveAttributesClient client, CustomerUpdate sent, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            var profile = await client.GetCustomerAttributesAsync(sent.CustomerId, cancellationToken).ConfigureAwait(false);
            var isEqual = sent.Attributes.All(pair => profile.TryGet(pair.Key, out var entry) && entry.Matches(pair.Value));
            if (isEqual || clock.GetElapsedTime(start) > TimeSpan.FromSeconds(10))
            {
                return (profile, isEqual);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
