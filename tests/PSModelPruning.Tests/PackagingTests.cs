using System.Management.Automation.Language;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace PSModelPruning.Tests;

/// <summary>The manifest, and the package that a user puts into a folder of PSModulePath.</summary>
public sealed class PackagingTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("PSModelPruning-package-").FullName;

    [Fact]
    public void The_manifest_has_the_version_of_the_assemblies() => Assert.Equal(Version, ManifestValue("ModuleVersion"));

    [Fact]
    public void The_changelog_tells_of_this_version() =>
        Assert.Contains($"## {Version}", File.ReadAllLines(Path.Combine(ModuleSession.Root, "CHANGELOG.md")));

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_and_aliases_that_there_are()
    {
        using var session = new ModuleSession();
        string[] exported = [.. session.Run("(Get-Module PSModelPruning).ExportedCommands.Keys").Select(name => name.ToString())];
        Type[] cmdlets =
        [
            .. typeof(Commands.ComputeCmdlet)
                .Assembly.GetTypes()
                .Where(type => type.GetCustomAttributes(typeof(System.Management.Automation.CmdletAttribute), false).Length > 0),
        ];
        IEnumerable<string> names = cmdlets
            .SelectMany(type => type.GetCustomAttributes(false))
            .OfType<System.Management.Automation.CmdletAttribute>()
            .Select(a => $"{a.VerbName}-{a.NounName}");

        Assert.Equal(names.Append("Train-Model").Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_works_from_PSModulePath_in_the_released_pwsh_on_a_machine_with_nothing_else()
    {
        string packages = Pack();
        string script = """
            $ErrorActionPreference = 'Stop'
            Import-Module PSModelPruning
            $csv = [System.IO.Path]::Combine($env:HOME, 'rows.csv')
            0..59 | ForEach-Object { [pscustomobject]@{ x = $_; y = $_ % 7; c = if ($_ -lt 30) { 'low' } else { 'high' } } } |
                Export-Csv $csv
            $model = Import-Dataset $csv -Target c -Seed 1 | Train-Model -Kind Linear -Epochs 2 -Seed 1
            "$((Get-Module PSModelPruning).Version) $((Get-Module PSModelPruning).ModuleBase)"
            "$($model.Parameters) $([bool](Get-Help Train-Model).Synopsis)"
            """;

        EngineResult result = Engine.Pwsh.RunCommand(
            script,
            ("PSModulePath", packages),
            ("NUGET_PACKAGES", Path.Combine(_directory, "nowhere")),
            ("HOME", _directory),
            ("USERPROFILE", _directory)
        );

        Assert.Equal(
            [$"{Version} {Path.Combine(packages, "PSModelPruning", Version)}", "6 True"],
            result.Success().Split('\n', StringSplitOptions.TrimEntries)
        );
    }

    [Fact]
    public void The_package_is_complete_and_holds_one_platform()
    {
        string package = Path.Combine(Pack(), "PSModelPruning", Version);

        Assert.Equal(
            ["CHANGELOG.md", "LICENSE", "PSModelPruning.psd1", "README.md", "THIRD-PARTY-NOTICES.md", "bin", "en-US", "licences"],
            Directory.GetFileSystemEntries(package).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["PSModelPruning.dll-Help.xml", "about_PSModelPruning.help.txt"],
            Directory.GetFiles(Path.Combine(package, "en-US")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)
        );
        Assert.True(File.Exists(Path.Combine(package, "bin", "PSModelPruning.Format.ps1xml")));
        Assert.True(File.Exists(Path.Combine(package, "bin", "PSModelPruning.Types.ps1xml")));
        string[] native =
        [
            .. Directory.GetFiles(Path.Combine(package, "bin", "dependencies", "native")).Select(file => Path.GetFileName(file)),
        ];
        Assert.InRange(native.Length, 4, 6);
        string extension =
            OperatingSystem.IsWindows() ? ".dll"
            : OperatingSystem.IsMacOS() ? ".dylib"
            : ".so";
        Assert.All(native, file => Assert.Contains(extension, file));
        Assert.DoesNotContain(native, file =>
            file.Contains("python", StringComparison.OrdinalIgnoreCase) || file.Contains("test", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public void The_package_holds_nothing_of_PowerShell_itself() =>
        Assert.DoesNotContain(
            Directory
                .GetFiles(Path.Combine(Pack(), "PSModelPruning"), "*.dll", SearchOption.AllDirectories)
                .Select(file => Path.GetFileName(file)),
            name =>
                name.StartsWith("System.Management", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("Microsoft.PowerShell", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("Microsoft.Management", StringComparison.OrdinalIgnoreCase)
        );

    [Theory]
    [InlineData("PSModelPruning.dll", "PSModelPruning")]
    [InlineData("PSModelPruning.Compute.dll", "PSModelPruning.Compute")]
    [InlineData("dependencies/CsvHelper.dll", null)]
    public void Assemblies_in_the_package_hold_native_code_beside_the_IL_that_was_built(string file, string? project)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("ReadyToRunImages") == "false", "Built without images.");
        using PEReader laid = Open(Path.Combine(Pack(), "PSModelPruning", Version, "bin", file));

        Assert.True(laid.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{file} is no ReadyToRun image.");
        if (project is null)
            return;
        using PEReader built = Open(Path.Combine(ModuleSession.Root, "src", project, "bin", "Release", "net8.0", file));
        Assert.Equal(0, built.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        Assert.Equal(Mvid(built), Mvid(laid));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static readonly Lazy<string> Packed = new(() =>
    {
        Engine
            .Run(
                "dotnet",
                ["build", Path.Combine("src", "PSModelPruning"), "-c", "Release", "-t:PackModule", "-v", "q", "-nologo"],
                null,
                ("MSBUILDDISABLENODEREUSE", "1")
            )
            .Success();
        return Path.Combine(ModuleSession.Root, "artifacts");
    });

    private static PEReader Open(string path) => new(File.OpenRead(path));

    private static Guid Mvid(PEReader assembly)
    {
        MetadataReader metadata = assembly.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static string Pack() => Packed.Value;

    private static string Version { get; } =
        XDocument.Load(Path.Combine(ModuleSession.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    private static string ManifestValue(string key)
    {
        ScriptBlockAst manifest = Parser.ParseFile(Path.Combine(ModuleSession.Root, "PSModelPruning.psd1"), out _, out _);
        var table = (HashtableAst)manifest.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false)!;
        return
            table.KeyValuePairs.Single(pair => pair.Item1.ToString() == key).Item2.Find(ast => ast is StringConstantExpressionAst, false)
                is StringConstantExpressionAst text
            ? text.Value
            : "";
    }
}
