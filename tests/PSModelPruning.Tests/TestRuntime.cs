using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Loading;

namespace PSModelPruning.Tests;

/// <summary>
/// Points the tests at the laid module's libraries. The test host has the cmdlet assembly among its own, so that the engine takes that
/// one, which lies in no module's folder.
/// </summary>
internal static class TestRuntime
{
    [ModuleInitializer]
    internal static void Install() =>
        DependencyContext.Install(Path.Combine(ModuleSession.Root, "bin", "dependencies"), typeof(ModuleInitializer).Assembly);
}
