using System.Diagnostics;
using System.Globalization;

namespace PSModelPruning.Tests;

/// <summary>The program that runs PowerShell where pwsh is not installed, as a process of its own.</summary>
public sealed class HostTests : IDisposable
{
    private const string CountRows = "(Import-Dataset examples/data/iris.csv -Target species).Rows";

    private readonly string _directory = Directory.CreateTempSubdirectory("PSModelPruning host ").FullName;

    [Theory]
    [InlineData("'before'; Get-Item README.md, nowhere.txt; 'after'")]
    [InlineData("Import-Csv examples/data/iris.csv | Select-Object -First 3 | Format-Table; Write-Warning careful; throw 'all is lost'")]
    [InlineData("Write-Progress Busy -PercentComplete 50; 1..4 | ForEach-Object -Parallel { $_ * $_ } | Sort-Object -Descending; exit 7")]
    [InlineData("function f([Parameter(Mandatory)]$Value) { } f")]
    [InlineData("Start-ThreadJob { 6 * 7 } | Receive-Job -Wait -AutoRemoveJob; Get-Nothing")]
    public void It_shows_what_pwsh_shows(string commands)
    {
        Assert.Equal(Engine.Pwsh.RunCommand(commands), Engine.Host.RunCommand(commands));

        string script = Script(commands);
        Assert.Equal(Engine.Pwsh.RunFile(script), Engine.Host.RunFile(script));
    }

    [Fact]
    public void Arguments_reach_the_script_by_name_by_position_and_as_switches()
    {
        string script = Script(
            """
            param([Parameter(Position = 0)][string]$Name, [double]$Sparsity, [int[]]$Steps, [switch]$Fast, [switch]$Slow)
            "$Name|$Sparsity|$($Sparsity.GetType().Name)|$Steps|$Fast|$Slow|$PSScriptRoot|$ErrorActionPreference"
            """
        );

        EngineResult result = Engine.Host.RunFile(script, "two words", "-Sparsity", "0.9", "-Steps:7", "-Fast", "-Slow:$false");

        Assert.Equal($"two words|0.9|Double|7|True|False|{_directory}|Continue", result.Success());
    }

    [Fact]
    public void The_first_argument_may_be_the_script_itself() =>
        Assert.Equal(
            "hello -5",
            Engine.Run("dotnet", [Engine.HostAssembly, Script("param($Number) \"hello $Number\""), "-Number", "-5"]).Success()
        );

    [Fact]
    public void Commands_may_come_through_a_pipe()
    {
        EngineResult result = Engine.Run("dotnet", [Engine.HostAssembly, "-NoProfile", "-Command", "-"], CountRows + "\nexit 5\n");

        Assert.Equal((5, "150", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("throw 'all is lost'", 1)]
    [InlineData("Import-Dataset no-such-file.csv -Target x", 1)]
    [InlineData("Get-Nothing; 1", 0)]
    [InlineData("exit 7", 7)]
    public void The_exit_code_says_how_the_commands_ended(string commands, int expected) =>
        Assert.Equal(expected, Engine.Host.RunCommand(commands).ExitCode);

    [Fact]
    public void A_script_that_does_not_exist_is_an_error_that_names_it()
    {
        EngineResult result = Engine.Run("dotnet", [Engine.HostAssembly, "no-such-script.ps1"]);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("no-such-script.ps1", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CountRows, "150")]
    [InlineData("1 | ForEach-Object -Parallel { " + CountRows + " }", "150")]
    [InlineData("(Get-Command Train-Model).ResolvedCommandName", "Invoke-ModelTraining")]
    [InlineData("(TabExpansion2 'Train-Model -Kind F').CompletionMatches.CompletionText", "Forest")]
    [InlineData("[bool](Get-Help Train-Model).Synopsis", "True")]
    public void The_modules_commands_are_there_without_an_import(string commands, string expected)
    {
        Assert.Equal(expected, Engine.Host.RunCommand(commands).Success());
        Assert.Equal(expected, Engine.Host.RunFile(Script(commands)).Success());
    }

    [Fact]
    public void An_installed_copy_does_not_hide_the_module_of_the_clone()
    {
        string installed = Path.Combine(_directory, "PSModelPruning");
        Directory.CreateDirectory(installed);
        File.WriteAllText(
            Path.Combine(installed, "PSModelPruning.psd1"),
            "@{ ModuleVersion = '99.0'; RootModule = 'PSModelPruning.psm1'; FunctionsToExport = 'Import-Dataset' }"
        );
        File.WriteAllText(Path.Combine(installed, "PSModelPruning.psm1"), "function Import-Dataset { throw 'the installed copy' }");

        Assert.Equal("150", Engine.Host.RunCommand(CountRows, ("PSModulePath", _directory)).Success());
    }

    [Fact]
    public void A_script_that_imports_the_module_by_its_path_gets_the_one_at_that_path() =>
        Assert.Equal(
            ModuleSession.Root,
            Engine
                .Host.RunCommand(
                    $"Import-Module '{Path.Combine(ModuleSession.Root, "PSModelPruning.psd1")}'; {CountRows} | Out-Null; "
                        + "(Get-Module PSModelPruning).ModuleBase"
                )
                .Success()
        );

    [Fact]
    public void Ctrl_C_stops_the_pipeline_and_runs_finally_blocks()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to one process.");
        using Process process = Engine.Host.StartCommand(
            "try { 'started'; while ($true) { Start-Sleep -Milliseconds 10 } } finally { [Console]::WriteLine('cleaned up') }"
        );
        Assert.Equal("started", process.StandardOutput.ReadLine());

        Engine.Run("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]).Success();

        Assert.True(process.WaitForExit(Engine.Patience));
        Assert.Equal("cleaned up", process.StandardOutput.ReadToEnd().Trim());
        Assert.NotEqual(0, process.ExitCode);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Script(string text)
    {
        string path = Path.Combine(_directory, "script.ps1");
        File.WriteAllText(path, text);
        return path;
    }
}
