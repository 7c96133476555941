namespace PSModelPruning.Host;

/// <summary>What the command line asked for: a script with its arguments, or commands.</summary>
/// <param name="ScriptPath">The script's full path, or null for commands.</param>
/// <param name="Command">The commands, or null for a script.</param>
/// <param name="Arguments">The script's arguments, as they were typed.</param>
internal sealed record HostArguments(string? ScriptPath, string? Command, IReadOnlyList<string> Arguments)
{
    internal const string Usage = """
        Runs a script in the embedded PowerShell engine, where pwsh is not installed. PSModelPruning's commands are there without an import.

        Usage: PSModelPruning.Host <script.ps1> [arguments]
               PSModelPruning.Host -Command <commands>

        Arguments reach the script's param block: -Name value, -Switch, or by position.
        Exit code: 0, 1 for an uncaught error or where the last of the -Command commands failed, 2 for a wrong command line, 130 after Ctrl+C, or the script's own 'exit n'.
        Colours appear on terminals only, and not where NO_COLOR is set.
        """;

    /// <summary>Reads the command line; null where it names nothing to run.</summary>
    internal static HostArguments? Parse(string[] args)
    {
        if (args.Length == 0)
            return null;
        switch (args[0].ToLowerInvariant())
        {
            case "-command" or "-c" or "--command":
                return args.Length > 1 ? new HostArguments(null, string.Join(' ', args[1..]), []) : null;
            case "-file" or "-f" or "--file":
                return args.Length > 1 ? Script(args[1..]) : null;
            default:
                return args[0].StartsWith('-') ? null : Script(args);
        }
    }

    private static HostArguments Script(string[] args) => new(Path.GetFullPath(args[0]), null, args[1..]);
}
