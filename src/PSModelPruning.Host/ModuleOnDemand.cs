using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PSModelPruning.Host;

/// <summary>
/// Imports the module of the folder that this program lies in when one of its commands is called and not yet there. A script that imports a
/// module itself, of whatever place and version, meets no other one.
/// </summary>
internal sealed class ModuleOnDemand
{
    private readonly string _manifest;
    private bool _isImported;

    private ModuleOnDemand(string manifest) => _manifest = manifest;

    /// <summary>Watches a runspace for unknown commands; does nothing where the program was moved away from the module.</summary>
    internal static void Watch(Runspace runspace)
    {
        if (FindManifest() is not { } manifest)
            return;
        var module = new ModuleOnDemand(manifest);
        runspace.SessionStateProxy.InvokeCommand.CommandNotFoundAction += module.OnCommandNotFound;
    }

    private void OnCommandNotFound(object? sender, CommandLookupEventArgs lookup)
    {
        if (_isImported || !Exports(lookup.CommandName))
            return;
        _isImported = true;
        using PowerShell import = PowerShell.Create(RunspaceMode.CurrentRunspace);
        import.AddCommand("Import-Module").AddParameter("Name", _manifest).AddParameter("Global").AddParameter("PassThru");
        PSModuleInfo module = import.Invoke<PSModuleInfo>().Single();
        lookup.Command = module.ExportedCommands.Values.FirstOrDefault(command =>
            command.Name.Equals(lookup.CommandName, StringComparison.OrdinalIgnoreCase)
        );
        lookup.StopSearch = lookup.Command is not null;
    }

    /// <summary>The manifest lists its exports as quoted names.</summary>
    private bool Exports(string name) => File.ReadAllText(_manifest).Contains($"'{name}'", StringComparison.OrdinalIgnoreCase);

    private static string? FindManifest()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            string manifest = Path.Combine(directory, "PSModelPruning.psd1");
            if (File.Exists(manifest))
                return manifest;
        }
        return null;
    }
}
