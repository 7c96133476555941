using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PSModelPruning.Host;

/// <summary>One run of a script or of commands: owns the runspace, shows what comes out, and gives the exit code.</summary>
internal sealed class ScriptRun : IDisposable
{
    /// <summary>How long a pipeline may take to stop before the process ends without it.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    /// <summary>Receives whether the last of the commands succeeded: <c>$?</c> itself is gone once the pipeline has ended.</summary>
    private const string SucceededVariable = "HostCommandsSucceeded";

    private readonly HostArguments _arguments;
    private readonly ScriptHost _host = new();
    private readonly Runspace _runspace;
    private readonly Lock _gate = new();
    private PowerShell? _running;
    private bool _isInterrupted;

    internal ScriptRun(HostArguments arguments)
    {
        _arguments = arguments;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
    }

    /// <summary>Runs to the end and gives the exit code.</summary>
    internal int Execute()
    {
        Console.CancelKeyPress += OnCancel;
        try
        {
            if (_arguments.ScriptPath is { } path && !File.Exists(path))
            {
                _host.UI.WriteErrorLine($"There is no script '{path}'.");
                return ExitCodes.WrongUsage;
            }
            _runspace.Open();
            _runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(Environment.CurrentDirectory));
            ModuleOnDemand.Watch(_runspace);
            return Run();
        }
        catch (RuntimeException error)
        {
            ReportOnOpenRunspace(error);
            return ExitCodes.UncaughtError;
        }
        finally
        {
            _host.EndProgress();
            Console.CancelKeyPress -= OnCancel;
        }
    }

    private int Run()
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        if (_arguments.ScriptPath is { } path)
            shell.AddScriptFile(path, _arguments.Arguments);
        else
            shell.AddScript($"{_arguments.Command}\n$global:{SucceededVariable} = $?");
        // Errors go where output goes, and Out-Default tells them apart: that keeps their order and gives them the engine's own view.
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        lock (_gate)
        {
            if (_isInterrupted)
                return ExitCodes.Interrupted;
            _running = shell;
        }
        try
        {
            shell.Invoke();
            return _host.ExitCode
                ?? (
                    _isInterrupted ? ExitCodes.Interrupted
                    : LastCommandFailed() ? ExitCodes.UncaughtError
                    : ExitCodes.Success
                );
        }
        catch (PipelineStoppedException)
        {
            return ExitCodes.Interrupted;
        }
        catch (RuntimeException error)
        {
            if (_isInterrupted)
                return ExitCodes.Interrupted;
            Report(error.ErrorRecord);
            return ExitCodes.UncaughtError;
        }
        finally
        {
            lock (_gate)
                _running = null;
        }
    }

    /// <summary>
    /// Whether commands of the command line ended with one that failed, as pwsh -Command has it; a script goes on after such errors, and
    /// ends well.
    /// </summary>
    private bool LastCommandFailed() =>
        _arguments.ScriptPath is null && _runspace.SessionStateProxy.GetVariable(SucceededVariable) is false;

    /// <summary>Shows an error that ended the script, in the engine's own view and where errors go.</summary>
    private void Report(ErrorRecord error)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddCommand("Out-Default").AddParameter("InputObject", error);
        using (_host.OutputToError())
            shell.Invoke();
    }

    private void ReportOnOpenRunspace(RuntimeException error)
    {
        if (_runspace.RunspaceStateInfo.State == RunspaceState.Opened)
            Report(error.ErrorRecord);
        else
            _host.UI.WriteErrorLine(error.Message);
    }

    private void OnCancel(object? sender, ConsoleCancelEventArgs e)
    {
        lock (_gate)
        {
            // The second Ctrl+C ends the process at once.
            if (_isInterrupted)
                return;
            _isInterrupted = true;
            e.Cancel = true;
            _running?.BeginStop(null, null);
        }
        _ = Task.Delay(StopPatience).ContinueWith(_ => Environment.Exit(ExitCodes.Interrupted), TaskScheduler.Default);
    }

    public void Dispose() => _runspace.Dispose();
}
