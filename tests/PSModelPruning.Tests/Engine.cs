using System.Diagnostics;
using System.Reflection;

namespace PSModelPruning.Tests;

/// <summary>A PowerShell engine in a process of its own: the project's host, or pwsh where it is installed.</summary>
internal sealed class Engine
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _program;
    private readonly string[] _arguments;

    private Engine(string name, string program, params string[] arguments)
    {
        Name = name;
        _program = program;
        _arguments = arguments;
    }

    internal string Name { get; }

    /// <summary>The host's program file.</summary>
    internal static string HostAssembly =>
        Path.Combine(
            ModuleSession.Root,
            "src",
            "PSModelPruning.Host",
            "bin",
            typeof(Engine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Configuration").Value!,
            "net10.0",
            "PSModelPruning.Host.dll"
        );

    /// <summary>The names of all engines, for theories.</summary>
    public static TheoryData<string> Names => ["host", "pwsh"];

    /// <summary>The project's own host.</summary>
    internal static Engine Host { get; } = new("host", "dotnet", HostAssembly);

    /// <summary>pwsh, or null where it is not installed.</summary>
    internal static Engine? Pwsh { get; } =
        FindProgram("pwsh") is { } program ? new Engine("pwsh", program, "-NoProfile", "-NonInteractive") : null;

    /// <summary>An engine by name; the test is skipped where it is not installed.</summary>
    internal static Engine Get(string name)
    {
        Engine? engine = name == "host" ? Host : Pwsh;
        Assert.SkipUnless(engine is not null, $"{name} is not installed on this machine.");
        return engine!;
    }

    /// <summary>Runs commands.</summary>
    internal EngineResult RunCommand(string command, params (string Name, string? Value)[] environment) =>
        Start([.. _arguments, "-Command", command], environment);

    /// <summary>Runs a script file.</summary>
    internal EngineResult RunFile(string path, params string[] arguments) => Start([.. _arguments, "-File", path, .. arguments], []);

    /// <summary>Runs a program to its end, with no input, and gives what it wrote.</summary>
    internal static EngineResult Run(
        string program,
        IEnumerable<string> arguments,
        string? directory = null,
        params (string Name, string? Value)[] environment
    )
    {
        using Process process = Process.Start(StartInfo(program, arguments, directory, environment))!;
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

    internal static ProcessStartInfo StartInfo(
        string program,
        IEnumerable<string> arguments,
        string? directory,
        params (string Name, string? Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? ModuleSession.Root,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>A started engine, for tests that talk to it.</summary>
    internal Process StartCommand(string command) => Process.Start(StartInfo(_program, [.. _arguments, "-Command", command], null))!;

    private EngineResult Start(IEnumerable<string> arguments, (string Name, string? Value)[] environment) =>
        Run(_program, arguments, null, environment);

    private static string? FindProgram(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Where(directory => directory.Length > 0)
            .Select(directory => Path.Combine(directory, file))
            .FirstOrDefault(File.Exists);
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
