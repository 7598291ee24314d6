using System.Diagnostics;

namespace Optimove.Attributes.Client.Tests.Support;

/// <summary>The tests' own program (see Program.cs) in a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    public WorkerProcess(params string[] args)
    {
        var program = Path.ChangeExtension(typeof(WorkerProcess).Assembly.Location, null);

        // Where the runtime lies beside the program, the program is started; else the runtime of this machine runs it.
        var isSelfContained = File.Exists(Path.Combine(AppContext.BaseDirectory, "System.Private.CoreLib.dll"));
        _process = Process.Start(new ProcessStartInfo(isSelfContained ? program : "dotnet", isSelfContained ? args : [program + ".dll", .. args]) { RedirectStandardOutput = true })!;
    }

    public async Task<string> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The worker ended without a word.");

    /// <summary>Ends it at once (SIGKILL).</summary>
    /// <returns>What it had said and nobody had read.</returns>
    public async Task<string> KillAsync()
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return rest;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
