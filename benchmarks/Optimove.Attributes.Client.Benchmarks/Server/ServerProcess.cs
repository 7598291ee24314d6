using System.Diagnostics;
using System.Globalization;

namespace Optimove.Attributes.Client.Benchmarks.Server;

/// <summary>The server, in a process of its own; it ends with this one.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static ServerProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (var argument in arguments.Prepend("server"))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        return new ServerProcess(process, new Uri(process.StandardOutput.ReadLine()!));
    }

    /// <summary>How many requests came, and how many of them were refused for the rate.</summary>
    public async Task<(int Requests, int Refused)> CountAsync()
    {
        using var http = new HttpClient();
        var counts = (await http.GetStringAsync(new Uri(Address, "counts"))).Split(' ');
        return (int.Parse(counts[0], CultureInfo.InvariantCulture), int.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(5000);
        _process.Dispose();
    }
}
