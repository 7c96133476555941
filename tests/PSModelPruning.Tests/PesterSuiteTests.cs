using System.Globalization;
using System.Text.Json;

namespace PSModelPruning.Tests;

/// <summary>Runs the Pester suite and reports each of its files as a test.</summary>
public sealed class PesterSuiteTests(PesterRun run) : IClassFixture<PesterRun>
{
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(PesterRun.Folder, "*.Tests.ps1").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_Pester_test_passes(string file)
    {
        Assert.True(run.Files.TryGetValue(file, out PesterFile? result), $"Pester did not run {file}. {run.Output}");
        Assert.True(result.Failed == 0 && result.Errors.Count == 0, string.Join("\n", result.Errors));
        Assert.NotEqual(0, result.Passed);
        Assert.Equal(0, result.Skipped);
    }
}

/// <summary>One run of all Pester files, in one process of the host.</summary>
public sealed class PesterRun
{
    private const string Script = """
        $ErrorActionPreference = 'Stop'
        Import-Module $env:PESTER
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $env:PESTER_SUITE
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'None'
        $run = Invoke-Pester -Configuration $configuration
        $files = foreach ($container in $run.Containers) {
            $tests = $run.Tests | Where-Object { $_.ScriptBlock.File -eq $container.Item.FullName }
            $errors = @($tests | Where-Object Result -eq 'Failed' | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord)" })
            $errors += @($container.ErrorRecord | ForEach-Object { "$_" })
            $errors += @($container.Blocks | ForEach-Object ErrorRecord | ForEach-Object { "$_" })
            @{
                Name = $container.Item.Name
                Passed = $container.PassedCount
                Failed = $container.FailedCount
                Skipped = $container.SkippedCount + $container.InconclusiveCount + $container.NotRunCount
                Errors = $errors
            }
        }
        'results:' + (ConvertTo-Json -Compress -Depth 4 @($files))
        """;

    public PesterRun()
    {
        EngineResult result = Engine.Host.RunCommand(Script, ("PESTER", Engine.Metadata("Pester")), ("PESTER_SUITE", Folder));
        Output = result.Output + result.Error;
        if (result.Output.Split('\n').LastOrDefault(line => line.StartsWith("results:", StringComparison.Ordinal)) is { } line)
            Files = JsonSerializer.Deserialize<PesterFile[]>(line["results:".Length..])!.ToDictionary(file => file.Name);
        WriteCounts();
    }

    internal static string Folder => Path.Combine(ModuleSession.Root, "tests", "Pester");

    internal IReadOnlyDictionary<string, PesterFile> Files { get; } = new Dictionary<string, PesterFile>();

    /// <summary>What the host wrote.</summary>
    internal string Output { get; } = "";

    /// <summary>
    /// Leaves the counts of the single Pester tests for whoever sums up: a line a file, with passed, failed and skipped tests.
    /// </summary>
    private void WriteCounts()
    {
        string directory = Path.Combine(ModuleSession.Root, "TestResults");
        Directory.CreateDirectory(directory);
        File.WriteAllLines(
            Path.Combine(directory, "pester.txt"),
            Files.Values.Select(file =>
                string.Create(CultureInfo.InvariantCulture, $"{file.Passed} {file.Failed} {file.Skipped} {file.Errors.Count} {file.Name}")
            )
        );
    }
}

/// <summary>The results of one Pester file.</summary>
internal sealed record PesterFile(string Name, int Passed, int Failed, int Skipped, IReadOnlyList<string> Errors);
