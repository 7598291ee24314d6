using Optimove.Attributes.Client.Benchmarks.Startup;

switch (args)
{
    case ["startup", var sdkProgram, var bareProgram]:
        return await StartupBenchmark.RunAsync(sdkProgram, bareProgram);
    default:
        Console.Error.WriteLine("startup SDK-PROGRAM BARE-PROGRAM");
        return 2;
}
