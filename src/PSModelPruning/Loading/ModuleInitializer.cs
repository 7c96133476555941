using System.Management.Automation;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Loading;

/// <summary>
/// Runs when the module is imported, before any cmdlet: tells the process where the module's libraries lie. Loads none of them.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Called by PowerShell at import.</summary>
    public void OnImport()
    {
        string directory = Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!;
        DependencyContext.Install(Path.Combine(directory, "dependencies"), typeof(ModuleInitializer).Assembly);
    }
}
