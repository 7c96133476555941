using System.Diagnostics;
using System.Reflection;

namespace PSModelPruning.Tests;

/// <summary>PowerShell in a process of its own: the project's host, or the released pwsh of the local tool manifest.</summary>
internal sealed class Engine
{
    /// <summary>No test takes this long, on the busiest machine: it ends what hangs.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private static readonly Lazy<Engine> ReleasedPwsh = new(FindPwsh);

    private readonly string[] _program;

    private Engine(string assembly) => _program = [assembly, "-NoProfile", "-NonInteractive"];

    /// <summary>The host's program file.</summary>
    internal static string HostAssembly { get; } =
        Path.Combine(
            ModuleSession.Root,
            "src",
            "PSModelPruning.Host",
            "bin",
            Metadata("Configuration"),
            "net10.0",
            "PSModelPruning.Host.dll"
        );

    /// <summary>The project's own host.</summary>
    internal static Engine Host { get; } = new(HostAssembly);

    /// <summary>The pwsh that .config/dotnet-tools.json names. It is restored where it is not there yet.</summary>
    internal static Engine Pwsh => ReleasedPwsh.Value;

    /// <summary>Runs commands.</summary>
    internal EngineResult RunCommand(string command, params (string Name, string? Value)[] environment) =>
        Run("dotnet", [.. _program, "-Command", command], null, environment);

    /// <summary>Runs a script file.</summary>
    internal EngineResult RunFile(string path, params string[] arguments) => Run("dotnet", [.. _program, "-File", path, .. arguments]);

    /// <summary>Runs a program in the project's folder to its end and gives what it wrote.</summary>
    internal static EngineResult Run(
        string program,
        IEnumerable<string> arguments,
        string? input = null,
        params (string Name, string? Value)[] environment
    )
    {
        using Process process = Process.Start(StartInfo(program, arguments, environment))!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end. It wrote: {output.Result}{error.Result}");
        }
        return new EngineResult(process.ExitCode, output.Result.Trim(), error.Result.Trim());
    }

    private static ProcessStartInfo StartInfo(
        string program,
        IEnumerable<string> arguments,
        params (string Name, string? Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ModuleSession.Root,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>A started engine, for tests that talk to it.</summary>
    /// <remarks>
    /// A shell that starts the tests in the background has them ignore SIGINT, and a process hands that on to those that it starts. On
    /// Linux, <c>env</c> takes it back and becomes the program, with the same process identifier.
    /// </remarks>
    internal Process StartCommand(string command)
    {
        string[] arguments = [.. _program, "-Command", command];
        return Process.Start(
            OperatingSystem.IsLinux() ? StartInfo("env", ["--default-signal=INT", "dotnet", .. arguments]) : StartInfo("dotnet", arguments)
        )!;
    }

    /// <summary>A value that the project file hands to the tests.</summary>
    internal static string Metadata(string key) =>
        typeof(Engine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static Engine FindPwsh()
    {
        EngineResult restored = Run("dotnet", ["tool", "restore"]);
        EngineResult home = Run("dotnet", ["tool", "run", "pwsh", "-NoProfile", "-Command", "$PSHOME"]);
        string assembly = Path.Combine(home.Output, "pwsh.dll");
        return File.Exists(assembly)
            ? new Engine(assembly)
            : throw new InvalidOperationException(
                "The tool pwsh of .config/dotnet-tools.json cannot be restored and run:\n"
                    + string.Join('\n', restored.Output, restored.Error, home.Output, home.Error)
            );
    }
}

/// <summary>What a process wrote and how it ended.</summary>
internal sealed record EngineResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output of a run that must have gone well.</summary>
    internal string Success()
    {
        Assert.True(ExitCode == 0 && Error.Length == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
        return Output;
    }
}
