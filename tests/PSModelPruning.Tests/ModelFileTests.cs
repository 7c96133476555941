using System.IO.Compression;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PSModelPruning.Tests;

/// <summary>Export-Model and Import-Model.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models").FullName;
    private readonly ModuleSession _session = TrainedSession.IrisToStore;

    public ModelFileTests() => _session.Run("$ErrorActionPreference = 'Stop'", ("folder", _folder));

    [Fact]
    public void A_saved_model_comes_back_and_predicts_the_same_bits()
    {
        PSObject file = _session.Run("""$file = $model | Export-Model "$folder/iris.psmodel"; $file""").Single();
        IReadOnlyList<PSObject> same = _session.Run(
            """
            $back = Import-Model $file.FullName
            $before = @($data | Get-ModelPrediction $model -AllProbabilities)
            $after = @($data | Get-ModelPrediction $back -AllProbabilities)
            $before.Count -gt 0 -and $before.Count -eq $after.Count
            for ($i = 0; $i -lt $before.Count; $i++) {
                $null -ne $before[$i].Prediction -and $before[$i].Prediction -ceq $after[$i].Prediction
                $before[$i].Probability -eq $after[$i].Probability
            }
            $null -eq $back.Dataset -and $back.DatasetHash -eq $data.Hash
            $back.Seed -eq $model.Seed -and $back.History[-1].Action -eq 'Imported'
            """
        );

        Assert.IsType<FileInfo>(file.BaseObject);
        Assert.All(same, result => Assert.True((bool)result.BaseObject));
        Assert.Equal(["iris.psmodel"], Entries());
    }

    [Fact]
    public void A_file_of_a_newer_minor_version_is_read_with_a_warning()
    {
        _session.Run("""$model | Export-Model "$folder/a.psmodel" """);
        MakeNewer(Path.Combine(_folder, "a.psmodel"));

        IReadOnlyList<PSObject> told = _session.Run(
            """
            $read = Import-Model "$folder/a.psmodel" -WarningVariable told -WarningAction SilentlyContinue
            $read.Name
            "$told"
            """
        );

        Assert.Equal(_session.Run("$model.Name").Single().BaseObject, told[0].BaseObject);
        Assert.Contains("Update PSModelPruning", (string)told[1].BaseObject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_exists_is_only_replaced_with_Force()
    {
        _session.Run("""$model | Export-Model "$folder/a.psmodel" """);

        Assert.StartsWith("FileExists,", _session.Fail("""$model | Export-Model "$folder/a.psmodel" """).FullyQualifiedErrorId);
        Assert.Single(_session.Run("""$model | Export-Model "$folder/a.psmodel" -Force"""));
        Assert.Equal(["a.psmodel"], Entries());
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        Assert.Empty(_session.Run("""$model | Export-Model "$folder/a.psmodel" -WhatIf"""));
        Assert.Empty(Entries());
    }

    [Theory]
    [InlineData("$folder/absent/a.psmodel", "FolderNotFound")]
    [InlineData("$folder", "PathIsFolder")]
    [InlineData("nodrive:/a.psmodel", "FolderNotFound")]
    [InlineData("env:/a.psmodel", "PathNotFileSystem")]
    public void A_path_that_cannot_be_written_is_an_error_and_leaves_nothing(string path, string id)
    {
        Assert.StartsWith(id + ",", _session.Fail($"$model | Export-Model \"{path}\"").FullyQualifiedErrorId);
        Assert.Empty(Entries());
    }

    [Fact]
    public void Two_models_do_not_go_into_one_file() =>
        Assert.StartsWith(
            "ExportSeveralModels,",
            _session.Fail("""$model, $model | Export-Model "$folder/a.psmodel" -Force""").FullyQualifiedErrorId
        );

    [Fact]
    public void Wildcards_files_and_literal_paths_are_imported()
    {
        _session.Run(
            """
            foreach ($name in 'a1', 'a2', '[b]') { $null = $model | Export-Model "$folder/$name.psmodel" }
            """
        );

        Assert.Equal(2, _session.Run("""Import-Model "$folder/a*.psmodel" """).Count);
        Assert.Equal(3, _session.Run("[IO.DirectoryInfo]::new($folder).GetFiles() | Import-Model").Count);
        Assert.Single(_session.Run("""Import-Model -LiteralPath "$folder/[b].psmodel" """));
        Assert.Single(_session.Run("""$model | Export-Model "$folder/c.psmodel" | Import-Model"""));
    }

    [Fact]
    public void A_bad_file_among_several_does_not_keep_the_others_from_being_read()
    {
        _session.Run("""$null = $model | Export-Model "$folder/good.psmodel" """);
        File.WriteAllText(Path.Combine(_folder, "bad.psmodel"), "nonsense");

        SessionResult result = _session.Invoke("""$ErrorActionPreference = 'Continue'; Import-Model "$folder/*.psmodel" """);

        Assert.Single(result.Output);
        Assert.StartsWith("ModelFileCorrupt,", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_file_that_is_absent_cut_or_changed_is_an_error()
    {
        _session.Run("""$null = $model | Export-Model "$folder/good.psmodel" """);
        byte[] file = File.ReadAllBytes(Path.Combine(_folder, "good.psmodel"));
        File.WriteAllBytes(Path.Combine(_folder, "cut.psmodel"), file[..(file.Length / 2)]);
        file[200] ^= 1;
        File.WriteAllBytes(Path.Combine(_folder, "changed.psmodel"), file);

        Assert.StartsWith("ModelFileNotFound,", _session.Fail("""Import-Model "$folder/absent.psmodel" """).FullyQualifiedErrorId);
        Assert.StartsWith("ModelFileNotFound,", _session.Fail("""Import-Model "$folder/absent*" """).FullyQualifiedErrorId);
        Assert.StartsWith("ModelFileCorrupt,", _session.Fail("""Import-Model "$folder/cut.psmodel" """).FullyQualifiedErrorId);
        Assert.StartsWith("ModelFileTampered,", _session.Fail("""Import-Model "$folder/changed.psmodel" """).FullyQualifiedErrorId);
        Assert.StartsWith("ModelFile", _session.Fail("Import-Model $folder").FullyQualifiedErrorId);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Entries() => [.. Directory.GetFileSystemEntries(_folder).Select(path => Path.GetFileName(path)).Order()];

    /// <summary>Gives a file a minor version that no release has, as another tool would pack it: without the seal.</summary>
    private static void MakeNewer(string path)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update);
        archive.Comment = "";
        ZipArchiveEntry entry = archive.GetEntry("manifest.json")!;
        JsonNode manifest;
        using (Stream stream = entry.Open())
            manifest = JsonNode.Parse(stream)!;
        manifest["minorVersion"] = 9;
        entry.Delete();
        using Stream target = archive.CreateEntry("manifest.json").Open();
        JsonSerializer.Serialize(target, manifest);
    }
}
