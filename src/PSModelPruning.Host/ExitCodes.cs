namespace PSModelPruning.Host;

/// <summary>The exit codes that do not come from a script's own <c>exit n</c>.</summary>
internal static class ExitCodes
{
    internal const int Success = 0;

    /// <summary>An error that the script did not catch.</summary>
    internal const int UncaughtError = 1;

    /// <summary>The command line could not be used, or the script does not exist.</summary>
    internal const int WrongUsage = 2;

    /// <summary>Ctrl+C: 128 + SIGINT, as shells have it.</summary>
    internal const int Interrupted = 130;
}
