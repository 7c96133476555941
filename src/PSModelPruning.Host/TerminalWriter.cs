using System.Text.RegularExpressions;

namespace PSModelPruning.Host;

/// <summary>
/// One of the process's two output streams: knows whether it is a terminal, and strips escape sequences where they would show as letters.
/// </summary>
internal sealed partial class TerminalWriter
{
    private readonly TextWriter _writer;

    private TerminalWriter(TextWriter writer, bool isRedirected)
    {
        _writer = writer;
        IsTerminal = !isRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        HasColour = IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    }

    /// <summary>A person reads it, and the cursor can be moved.</summary>
    internal bool IsTerminal { get; }

    /// <summary>Colours are shown; never where NO_COLOR is set (no-color.org).</summary>
    internal bool HasColour { get; }

    internal static TerminalWriter StandardOutput() => new(Console.Out, Console.IsOutputRedirected);

    internal static TerminalWriter StandardError() => new(Console.Error, Console.IsErrorRedirected);

    internal void Write(string text) => _writer.Write(HasColour ? text : EscapeSequence().Replace(text, ""));

    /// <summary>Writes cursor movements too.</summary>
    internal void WriteRaw(string text) => _writer.Write(text);

    [GeneratedRegex("\e\\[[0-9;]*[A-Za-z]")]
    private static partial Regex EscapeSequence();
}
