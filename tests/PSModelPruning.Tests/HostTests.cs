using System.Diagnostics;

namespace PSModelPruning.Tests;

/// <summary>The program that runs scripts where pwsh is not installed, as a process of its own.</summary>
public sealed class HostTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("PSModelPruning host ").FullName;

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
    public void A_script_gives_its_own_exit_code()
    {
        EngineResult result = Engine.Host.RunFile(Script("'before'\nfunction leave { exit 7 }\nleave\n'after'"));

        Assert.Equal((7, "before", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("throw 'all is lost'", "all is lost")]
    [InlineData("$ErrorActionPreference = 'Stop'\nGet-Nothing", "Get-Nothing")]
    [InlineData("if (", "Missing condition")]
    public void An_uncaught_error_ends_with_1_and_tells_the_script_and_the_line(string body, string expected)
    {
        EngineResult result = Engine.Host.RunFile(Script("# A line before.\n" + body));

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains(expected, result.Error);
        Assert.Matches(@"script\.ps1:[23]", result.Error.ReplaceLineEndings(""));
    }

    [Fact]
    public void An_argument_that_the_script_does_not_know_ends_with_1()
    {
        EngineResult result = Engine.Host.RunFile(Script("param([Parameter()][int]$Known) 'ran'"), "-Unknown", "3");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("'Unknown'", result.Error);
    }

    [Theory]
    [InlineData("Get-Nothing", 1)]
    [InlineData("Import-Dataset no-such-file.csv -Target x", 1)]
    [InlineData("Get-Nothing; 1", 0)]
    [InlineData("try { Get-Nothing } catch { 2 } # done", 0)]
    [InlineData("exit 7", 7)]
    public void Commands_end_with_1_where_the_last_of_them_failed(string commands, int expected) =>
        Assert.Equal(expected, Engine.Host.RunCommand(commands).ExitCode);

    [Fact]
    public void Errors_that_do_not_end_the_script_leave_the_exit_code_0()
    {
        EngineResult result = Engine.Host.RunFile(Script("Get-Nothing\n'went on'"));

        Assert.Equal((0, "went on"), (result.ExitCode, result.Output));
        Assert.Contains("Get-Nothing", result.Error);
    }

    [Theory]
    [InlineData]
    [InlineData("-Command")]
    [InlineData("-Nonsense")]
    [InlineData("no-such-script.ps1")]
    public void A_wrong_command_line_ends_with_2(params string[] arguments)
    {
        EngineResult result = Engine.Run("dotnet", [Engine.HostAssembly, .. arguments]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.NotEqual("", result.Error);
    }

    [Fact]
    public void A_pipe_gets_no_colour_and_no_progress()
    {
        EngineResult result = Engine.Host.RunCommand(
            """
            $host.UI.WriteProgress(1, [System.Management.Automation.ProgressRecord]::new(1, 'Busy', 'half'))
            $host.UI.WriteWarningLine('careful')
            [pscustomobject]@{ Name = 'a'; Value = 1 }
            """
        );

        Assert.DoesNotContain('\e', result.Output + result.Error);
        Assert.Contains("Name Value", result.Output);
        Assert.Equal("WARNING: careful", result.Error);
    }

    [Fact]
    public void A_terminal_gets_colour_and_a_progress_bar_unless_NO_COLOR_is_set()
    {
        string script = Script(
            """
            $record = [System.Management.Automation.ProgressRecord]::new(1, 'Busy', 'epoch 1')
            $record.PercentComplete = 50
            $host.UI.WriteProgress(1, $record)
            throw 'lost'
            """
        );

        string coloured = OnTerminal(script, ("NO_COLOR", null));
        Assert.Contains("Busy [############............]  50 %  epoch 1", coloured);
        Assert.Contains("\e[31;1m", coloured);

        string plain = OnTerminal(script, ("NO_COLOR", "1"));
        Assert.Contains("Busy [############............]  50 %", plain);
        Assert.DoesNotContain("\e[31;1m", plain);
    }

    [Fact]
    public void Ctrl_C_stops_the_pipeline_runs_finally_blocks_and_ends_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to one process.");
        using Process process = Engine.Host.StartCommand(
            "try { 'started' | Out-Default; while ($true) { } } finally { $host.UI.WriteLine('cleaned up') }"
        );
        Assert.Equal("started", process.StandardOutput.ReadLine());

        long before = Stopwatch.GetTimestamp();
        Engine.Run("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Success();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));

        Assert.InRange(Stopwatch.GetElapsedTime(before).TotalSeconds, 0, 5);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("cleaned up", process.StandardOutput.ReadToEnd().Trim());
    }

    [Theory]
    [InlineData("$host.UI.ReadLine()")]
    [InlineData("function f([Parameter(Mandatory)]$Value) { } f")]
    [InlineData(
        "function f { [CmdletBinding(SupportsShouldProcess)] param() if ($PSCmdlet.ShouldProcess('x', 'Do')) { 'done' } } f -Confirm"
    )]
    public void A_question_without_a_person_is_an_error_and_not_a_wait(string command)
    {
        EngineResult result = Engine.Host.RunCommand("$ErrorActionPreference = 'Stop'\n" + command);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.NotEqual("", result.Error);
    }

    [Fact]
    public void The_modules_commands_are_there_without_an_import() =>
        Assert.Equal(
            "0 1 Dataset",
            Engine
                .Host.RunCommand(
                    """
                    $before = @(Get-Module).Count
                    $data = Import-Dataset examples/data/iris.csv -Target species
                    "$before $(@(Get-Module PSModelPruning).Count) $($data.GetType().Name)"
                    """
                )
                .Success()
        );

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Script(string text)
    {
        string path = Path.Combine(_directory, "script.ps1");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs a script with a pseudo-terminal of util-linux's script(1) around it.</summary>
    private static string OnTerminal(string script, params (string, string?)[] environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "script(1) is not installed on this machine.");
        return Engine
            .Run(
                "/usr/bin/script",
                ["-qc", $"dotnet '{Engine.HostAssembly}' '{script}'", "/dev/null"],
                null,
                [.. environment, ("TERM", "xterm")]
            )
            .Output;
    }
}
