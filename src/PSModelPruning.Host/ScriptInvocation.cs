using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;

namespace PSModelPruning.Host;

/// <summary>
/// The call of a script file with arguments from the command line. Words that look like parameters are handed to the engine as names and
/// everything else as values, so that the engine's own binder decides what is a switch, an abbreviation or an alias.
/// </summary>
internal static partial class ScriptInvocation
{
    /// <summary>
    /// Parses a script and makes it the command of a pipeline. It runs as a function of the script's name rather than as a file, because
    /// an <c>exit</c> in it then ends this program's pipeline and gives its code; <c>$PSScriptRoot</c> and error positions are the file's.
    /// </summary>
    /// <exception cref="ParseException">The script is not valid.</exception>
    internal static void AddScriptFile(this PowerShell shell, string path, IReadOnlyList<string> arguments)
    {
        ScriptBlockAst script = Parser.ParseFile(path, out _, out ParseError[] errors);
        if (errors.Length > 0)
            throw new ParseException(errors);
        RequireEngine(script);
        string name = Path.GetFileName(path);
        shell.Runspace.SessionStateProxy.InvokeProvider.Item.Set("Function:" + WildcardPattern.Escape(name), script.GetScriptBlock());
        var command = new Command(name, isScript: false, useLocalScope: false);
        foreach (string argument in arguments)
        {
            Match parameter = ParameterWord().Match(argument);
            // With its dash a name is a word of its own, and the binder decides whether the next word is its value.
            if (!parameter.Success)
                command.Parameters.Add(null, argument);
            else if (parameter.Groups["value"].Success)
                command.Parameters.Add(parameter.Groups["name"].Value, SwitchValue(parameter.Groups["value"].Value));
            else
                command.Parameters.Add(parameter.Groups["name"].Value);
        }
        shell.Commands.AddCommand(command);
    }

    /// <summary>Only <c>-Switch:$true</c> and <c>-Switch:$false</c> are more than text, as in pwsh -File.</summary>
    private static object SwitchValue(string value) =>
        value.ToLowerInvariant() switch
        {
            "$true" or "true" => true,
            "$false" or "false" => false,
            _ => value,
        };

    private static void RequireEngine(ScriptBlockAst script)
    {
        Version version = typeof(PSObject).Assembly.GetName().Version!;
        var engine = new Version(version.Major, version.Minor, version.Build);
        if (script.ScriptRequirements?.RequiredPSVersion is { } required && required > engine)
            throw new RuntimeException($"The script requires PowerShell {required}; this engine is {engine}.");
    }

    [GeneratedRegex(@"^(?<name>-[A-Za-z_][\w-]*)(:(?<value>.*))?$", RegexOptions.Singleline)]
    private static partial Regex ParameterWord();
}
