namespace Optimove.Attributes.Client.Tests.Support;

internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Optimove.Attributes.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        }

        return directory.FullName;
    }
}
