using System.Globalization;
using System.Management.Automation.Host;

namespace PSModelPruning.Host;

/// <summary>What the engine sees of this program.</summary>
internal sealed class ScriptHost : PSHost
{
    private readonly ConsoleUserInterface _ui = new();

    /// <summary>The code of the script's own <c>exit n</c>; null where it did not exit.</summary>
    internal int? ExitCode { get; private set; }

    public override string Name => "PSModelPruning.Host";

    public override Version Version => typeof(ScriptHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new HostException("This program runs scripts; it has no prompt to nest.");

    public override void ExitNestedPrompt() { }

    public override void NotifyBeginApplication() => EndProgress();

    public override void NotifyEndApplication() { }

    /// <summary>Takes the progress bar away.</summary>
    internal void EndProgress() => _ui.EndProgress();

    /// <summary>Sends output to stderr until the result is disposed.</summary>
    internal IDisposable OutputToError() => _ui.OutputToError();
}
