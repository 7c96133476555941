using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Tests;

/// <summary>A runspace of the full engine with the laid module imported.</summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    internal ModuleSession()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Path.Combine(Root, "PSModelPruning.psd1")]);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    /// <summary>
    /// The engine takes the copy of the assemblies that lies beside the tests, where the dependencies do not: they are in the laid module.
    /// </summary>
    [ModuleInitializer]
    internal static void UseLaidDependencies() => DependencyContext.Install(Path.Combine(Root, "bin", "dependencies"));

    /// <summary>The folder that holds PSModelPruning.psd1.</summary>
    internal static string Root { get; } = FindRoot();

    internal static string ExampleData(string file) => Path.Combine(Root, "examples", "data", file);

    /// <summary>Larger real data that may lie beside the project; the test is skipped where it does not.</summary>
    internal static string SharedData(string relative)
    {
        string path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", relative));
        Assert.SkipUnless(Path.Exists(path), $"The data '{relative}' is not on this machine.");
        return path;
    }

    /// <summary>Runs a script; throws what it throws.</summary>
    internal IReadOnlyList<PSObject> Run(string script, params (string Name, object? Value)[] variables) =>
        Invoke(script, variables).Output;

    /// <summary>Runs a script and gives everything it wrote.</summary>
    internal SessionResult Invoke(string script, params (string Name, object? Value)[] variables)
    {
        foreach ((string name, object? value) in variables)
            _runspace.SessionStateProxy.SetVariable(name, value);
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        IReadOnlyList<PSObject> output = [.. shell.Invoke()];
        return new SessionResult(
            output,
            [.. shell.Streams.Error],
            [.. shell.Streams.Warning.Select(w => w.Message)],
            [.. shell.Streams.Verbose.Select(v => v.Message)]
        );
    }

    /// <summary>A shell on this session that has the script ready: for tests that stop it half way. The caller disposes it.</summary>
    internal PowerShell Prepare(string script)
    {
        var shell = PowerShell.Create(_runspace);
        return shell.AddScript(script);
    }

    /// <summary>
    /// Runs a script that must end in an error, and gives that error; the preference lets errors end the script, not only their statement.
    /// </summary>
    internal ErrorRecord Fail(string script, params (string Name, object? Value)[] variables)
    {
        try
        {
            SessionResult result = Invoke("$ErrorActionPreference = 'Stop'\n" + script, variables);
            Assert.Fail($"The script was to fail but gave {result.Output.Count} objects and {result.Errors.Count} errors.");
            throw new InvalidOperationException();
        }
        catch (RuntimeException e)
        {
            return e.ErrorRecord;
        }
    }

    public void Dispose() => _runspace.Dispose();

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "PSModelPruning.psd1")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new InvalidOperationException("The tests must run inside the project's folder.");
    }
}

/// <summary>What a script wrote.</summary>
internal sealed record SessionResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose
);
