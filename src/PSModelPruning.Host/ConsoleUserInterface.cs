using System.Management.Automation;
using System.Management.Automation.Host;

namespace PSModelPruning.Host;

/// <summary>
/// Output on stdout; errors, warnings, verbose and debug messages and progress on stderr. Colours and the progress bar appear on a
/// terminal only.
/// </summary>
internal sealed partial class ConsoleUserInterface : PSHostUserInterface
{
    private const string Red = "\e[31;1m";
    private const string Yellow = "\e[33;1m";
    private const string Reset = "\e[0m";

    private readonly Lock _gate = new();
    private readonly TerminalWriter _error = TerminalWriter.StandardError();
    private TerminalWriter _output = TerminalWriter.StandardOutput();
    private readonly ProgressBar _progress;

    internal ConsoleUserInterface()
    {
        _progress = new ProgressBar(_error);
        RawUI = new ConsoleRawUserInterface();
    }

    public override PSHostRawUserInterface RawUI { get; }

    /// <summary>The engine may write escape sequences where one of the two streams shows them; the other one strips them.</summary>
    public override bool SupportsVirtualTerminal => _output.HasColour || _error.HasColour;

    public override void Write(string value) => Show(_output, value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Show(_output, Coloured(foregroundColor, value));

    public override void WriteLine(string value) => Show(_output, value + Environment.NewLine);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Show(_output, Coloured(foregroundColor, value) + Environment.NewLine);

    public override void WriteErrorLine(string value) => Show(_error, $"{Red}{value}{Reset}{Environment.NewLine}");

    public override void WriteWarningLine(string message) => WriteMessage("WARNING", message);

    public override void WriteVerboseLine(string message) => WriteMessage("VERBOSE", message);

    public override void WriteDebugLine(string message) => WriteMessage("DEBUG", message);

    public override void WriteInformation(InformationRecord record)
    {
        if (record.MessageData is not HostInformationMessage)
            Show(_output, record + Environment.NewLine);
    }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
            _progress.Report(record);
    }

    /// <summary>Takes the progress bar away.</summary>
    internal void EndProgress()
    {
        lock (_gate)
            _progress.Clear();
    }

    /// <summary>Sends output to stderr until the result is disposed.</summary>
    internal IDisposable OutputToError()
    {
        var redirection = new Redirection(this, _output);
        _output = _error;
        return redirection;
    }

    private void WriteMessage(string kind, string message) => Show(_error, $"{Yellow}{kind}: {message}{Reset}{Environment.NewLine}");

    private void Show(TerminalWriter writer, string text)
    {
        lock (_gate)
        {
            _progress.Clear();
            writer.Write(text);
        }
    }

    private static string Coloured(ConsoleColor colour, string value) => PSStyle.MapForegroundColorToEscapeSequence(colour) + value + Reset;

    private sealed class Redirection(ConsoleUserInterface ui, TerminalWriter output) : IDisposable
    {
        public void Dispose() => ui._output = output;
    }
}
