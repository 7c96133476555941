using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests;

/// <summary>Points the tests at the laid module's libraries, and knows where data lies.</summary>
internal static class TestRuntime
{
    /// <summary>The folder that holds PSModelPruning.psd1.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>Data that ships with the project.</summary>
    internal static string ExampleData(string file) => Path.Combine(Root, "examples", "data", file);

    /// <summary>Larger real data that may lie beside the project; the test is skipped where it does not.</summary>
    internal static string SharedData(string relative)
    {
        string path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", relative));
        Assert.SkipUnless(Path.Exists(path), $"The data '{relative}' is not on this machine.");
        return path;
    }

    [ModuleInitializer]
    internal static void Install() => DependencyContext.Install(Path.Combine(Root, "bin", "dependencies"), typeof(TestRuntime).Assembly);

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "PSModelPruning.psd1")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new InvalidOperationException("The tests must run inside the project's folder.");
    }
}
