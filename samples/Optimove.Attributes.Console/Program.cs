using System.Runtime.InteropServices;
using System.Text;
using Optimove.Attributes.Console;

// Redirected output would follow the machine's code page on Windows; data is of any script.
System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var environment = new Dictionary<string, string?>
{
    [Connection.BaseAddressVariable] = Environment.GetEnvironmentVariable(Connection.BaseAddressVariable),
    [Connection.ApiKeyVariable] = Environment.GetEnvironmentVariable(Connection.ApiKeyVariable),
    [Connection.TenantVariable] = Environment.GetEnvironmentVariable(Connection.TenantVariable),
};
return await ConsoleApp.RunAsync(args, environment, System.Console.Out, System.Console.Error, stop.Token).ConfigureAwait(false);

// The first signal stops cleanly; a second one is left to the system, which ends the program at once.
void Stop(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
