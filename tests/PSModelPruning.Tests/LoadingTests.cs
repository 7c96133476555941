using System.Globalization;

namespace PSModelPruning.Tests;

/// <summary>What importing the module does to a process, seen in processes of their own.</summary>
public sealed class LoadingTests : IDisposable
{
    private const string TrainTiny = """
        $data = Import-Dataset "$root/examples/data/iris.csv" -Target species -Seed 1
        $model = $data | Train-Model -Kind Linear -Epochs 1 -Seed 1
        "parameters $($model.Parameters)"
        """;

    private static readonly string Manifest = Path.Combine(ModuleSession.Root, "PSModelPruning.psd1");

    private readonly string _directory = Directory.CreateTempSubdirectory("PSModelPruning-loading-").FullName;

    [Fact]
    public void Importing_prints_nothing_and_loads_no_libtorch()
    {
        string output = Engine
            .Host.RunCommand(
                $$"""
                Import-Module '{{Manifest}}'
                $names = 'TorchSharp', 'CsvHelper', 'MathNet.Numerics'
                $torch = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in $names }
                "managed: $torch"
                $native = if ($IsLinux) { Get-Content '/proc/self/maps' | Where-Object { $_ -match 'torch' -and $_ -match '\.so' } }
                "native: $native"
                """
            )
            .Success();

        Assert.Equal(["managed:", "native:"], output.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void Models_without_tensors_are_trained_pruned_and_compared_without_libtorch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What is loaded is read from /proc.");
        string output = Run(
                $$"""
                Import-Module '{{Manifest}}'
                $data = Import-Dataset "$root/examples/data/iris.csv" -Target species -Seed 1
                $models = foreach ($kind in 'Tree', 'Forest', 'Neighbors') { Train-Model $data -Kind $kind }
                $pruned = $models | Invoke-ModelPrune -Sparsity 0.5 -WarningAction SilentlyContinue
                "compared: $((@(Compare-Model ($models + $pruned))).Count)"
                $native = foreach ($line in [System.IO.File]::ReadAllLines('/proc/self/maps')) { if ($line -match 'torch.*\.so') { $line } }
                "native: $native"
                """
            )
            .Success();

        Assert.Equal(["compared: 6", "native:"], output.Split('\n', StringSplitOptions.TrimEntries));
    }

    /// <summary>
    /// Without images the thread of a first import compiles 464 methods; with images that the runtime takes, 337 (generic code over value
    /// types, inner loops, the engine's own). Other threads are not counted: what they compile in the meantime depends on the load.
    /// </summary>
    [Fact]
    public void A_first_import_of_data_runs_code_that_was_compiled_ahead()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("ReadyToRunImages") == "false", "Built without images.");
        string[] lines = Run(
                $$"""
                Import-Module '{{Manifest}}'
                $before = [System.Runtime.JitInfo]::GetCompiledMethodCount($true)
                $data = Import-Dataset "$root/examples/data/iris.csv" -Target species -Seed 1
                [Environment]::Version.Major
                [System.Runtime.JitInfo]::GetCompiledMethodCount($true) - $before
                """
            )
            .Success()
            .Split('\n', StringSplitOptions.TrimEntries);

        Assert.SkipWhen(int.Parse(lines[0], CultureInfo.InvariantCulture) < 10, "Images are for .NET 10.");
        Assert.InRange(int.Parse(lines[1], CultureInfo.InvariantCulture), 1, 400);
    }

    [Fact]
    public void Removed_and_imported_again_it_trains()
    {
        string output = Run($"Import-Module '{Manifest}'; Remove-Module PSModelPruning; Import-Module '{Manifest}'\n{TrainTiny}").Success();

        Assert.Equal("parameters 15", output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_module_with_other_versions_of_the_same_libraries_works_beside_it(bool neighborFirst)
    {
        string neighbor = $"Import-Module '{NeighborModule}'\nGet-NeighborVersion\n";
        string ours = $"Import-Module '{Manifest}'\n{TrainTiny}\n";
        string[] lines = Run(
                (neighborFirst ? neighbor + ours : ours + neighbor)
                    + "'ours ' + ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'CsvHelper' -and "
                    + "$_.Location -like '*dependencies*' }).GetName().Version.Major"
            )
            .Success()
            .Split('\n', StringSplitOptions.TrimEntries);

        Assert.Equal(["2 33.0 2 3.25", "ours 34", "parameters 15"], lines.Order());
    }

    [Fact]
    public void A_libtorch_that_is_already_loaded_is_a_clear_error()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library that plays the other libtorch is made for Linux.");
        string foreign = Path.Combine(_directory, "libtorch_cpu.so");
        File.Copy(Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so").Single(), foreign);

        EngineResult result = Run($"[void][System.Runtime.InteropServices.NativeLibrary]::Load('{foreign}')\n" + Caught(TrainTiny));

        Assert.StartsWith("TorchConflict,", result.Success());
        Assert.Contains(foreign, result.Output);
    }

    [Fact]
    public void A_platform_without_native_library_is_a_clear_error()
    {
        string module = Path.Combine(_directory, "PSModelPruning");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ModuleSession.Root, "bin"), "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(ModuleSession.Root, file);
            if (relative.Contains("native", StringComparison.Ordinal))
                continue;
            string target = Path.Combine(module, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        File.Copy(Manifest, Path.Combine(module, "PSModelPruning.psd1"));
        EngineResult result = Engine.Host.RunCommand(
            Prelude + $"Import-Module '{Path.Combine(module, "PSModelPruning.psd1")}'\n" + Caught(TrainTiny)
        );

        Assert.StartsWith("TorchUnavailable,", result.Success());
        Assert.Contains(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, result.Output);
        Assert.Contains("linux-x64, win-x64 or osx-arm64", result.Output);
    }

    [Fact]
    public void It_needs_no_package_cache()
    {
        string nowhere = Path.Combine(_directory, "nowhere");
        EngineResult result = Engine.Host.RunCommand(
            Prelude + $"Import-Module '{Manifest}'\n{TrainTiny}",
            ("NUGET_PACKAGES", nowhere),
            ("HOME", _directory),
            ("USERPROFILE", _directory)
        );

        Assert.Equal("parameters 15", result.Success());
        Assert.False(Directory.Exists(nowhere));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string NeighborModule =>
        Path.Combine(ModuleSession.Root, "tests", "Fixtures", "NeighborModule", "bin", "NeighborModule.dll");

    private static string Prelude => $"$ErrorActionPreference = 'Stop'\n$root = '{ModuleSession.Root}'\n";

    private static EngineResult Run(string script) => Engine.Host.RunCommand(Prelude + script);

    private static string Caught(string script) =>
        $$"""
            try {
                {{script}}
            }
            catch { "$($_.FullyQualifiedErrorId): $_" }
            """;
}
