using System.Text.Json;

namespace Optimove.Attributes.Console.Tests;

/// <summary>The whole program, run in this process.</summary>
internal sealed record ProgramRun(int ExitCode, string Stdout, string Stderr)
{
    /// <summary>Nobody listens on the port of discard.</summary>
    public const string NobodyListens = "http://127.0.0.1:9/";

    // Real waits between retries would take ten seconds a test.
    private static readonly Seams Quick = new()
    {
        Configure = static options =>
        {
            options.RetryBaseDelay = TimeSpan.FromMilliseconds(1);
            options.MaxRetryDelay = TimeSpan.FromMilliseconds(2);
        },
    };

    /// <summary>The one document on stdout; anything else there fails the test.</summary>
    public JsonElement Json => JsonDocument.Parse(Stdout).RootElement;

    public static Task<ProgramRun> OnAsync(Uri baseAddress, string apiKey, params IReadOnlyList<string> args) =>
        RunAsync(Environment(baseAddress.ToString(), apiKey), args);

    /// <summary>With neither address nor key: on the embedded simulator.</summary>
    public static Task<ProgramRun> EmbeddedAsync(params IReadOnlyList<string> args) => RunAsync(new Dictionary<string, string?>(), args);

    public static Dictionary<string, string?> Environment(string? baseAddress, string? apiKey) => new()
    {
        [Connection.BaseAddressVariable] = baseAddress,
        [Connection.ApiKeyVariable] = apiKey,
    };

    public static async Task<ProgramRun> RunAsync(
        IReadOnlyDictionary<string, string?> environment, IReadOnlyList<string> args, CancellationToken cancellationToken = default)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();

        // Whoever wants a ledger that outlasts the run names a file.
        var ledgers = Directory.CreateTempSubdirectory("optimove-");
        try
        {
            var exitCode = await ConsoleApp.RunAsync(args, environment, stdout, stderr, cancellationToken, Quick with { LedgerFolder = ledgers.FullName });
            return new ProgramRun(exitCode, stdout.ToString(), stderr.ToString());
        }
        finally
        {
            ledgers.Delete(recursive: true);
        }
    }

    public string ErrorKind() => Json.GetProperty("error").GetProperty("kind").GetString()!;
}
