using System.Management.Automation;
using Microsoft.PowerShell;

// Modules/PSModelPruning beside this program leads to the module of this clone. It comes first, so that an installed copy does not hide it.
string current = Environment.GetEnvironmentVariable("PSModulePath") ?? "";
string own = Path.Combine(AppContext.BaseDirectory, "Modules");
Environment.SetEnvironmentVariable("PSModulePath", own + Path.PathSeparator + ModuleIntrinsics.GetModulePath(current, null, null));

// Nothing is sent home, and a new release of pwsh is no news for somebody who has not installed it.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");

return ConsoleShell.Start($"PowerShell {PSVersionInfo.PSVersion} with PSModelPruning", "", args);
