using System.Management.Automation;
using System.Reflection;
using PSModelPruning.Commands;

namespace PSModelPruning.Tests;

/// <summary>What the cmdlets take, how they refuse what they cannot take, and that one bad input does not spoil the others.</summary>
public sealed class CommandInputTests(CommandInputTests.Trained trained) : IClassFixture<CommandInputTests.Trained>
{
    private static readonly Type[] Cmdlets =
    [
        .. typeof(ComputeCmdlet).Assembly.GetTypes().Where(type => type.IsDefined(typeof(CmdletAttribute))),
    ];

    /// <summary>Takes back what a script that had to fail set.</summary>
    private const string Continue = "$ErrorActionPreference = 'Continue'; ";

    private readonly ModuleSession _session = trained.Session;

    public static TheoryData<string> Names => [.. Cmdlets.Select(CmdletWording.NameOf)];

    /// <summary>What each cmdlet needs beside its input.</summary>
    private static string Arguments(string cmdlet) =>
        cmdlet switch
        {
            "Export-Model" => "(Join-Path $folder 'out.psmodel') -Force",
            "ConvertTo-QuantizedModel" => "-Scheme Int8",
            "Invoke-ModelPrune" => "-Sparsity 0.5",
            "Select-ModelFeature" => "-Keep 2",
            "Train-Model" => "-Kind Tree",
            "Get-ModelPrediction" => "$tree",
            "Import-Dataset" => "-Target species",
            _ => "",
        };

    [Fact]
    public void No_parameter_lets_the_engine_prompt()
    {
        IEnumerable<string> mandatory = Cmdlets.SelectMany(cmdlet =>
            cmdlet
                .GetProperties()
                .Where(property => property.GetCustomAttributes<ParameterAttribute>().Any(attribute => attribute.Mandatory))
                .Select(property => $"{cmdlet.Name} -{property.Name}")
        );

        Assert.Empty(mandatory);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_anything_a_cmdlet_says_what_is_missing(string cmdlet)
    {
        ErrorRecord error = _session.Fail(cmdlet);

        Assert.Contains(error.FullyQualifiedErrorId.Split(',')[0], new[] { "InputMissing", "ParameterMissing" });
        Assert.Matches("-(Model|Dataset|Path|Scheme)", error.Exception.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_input_of_a_wrong_kind_is_named_and_is_no_error_of_the_engine(string cmdlet)
    {
        ErrorRecord error = _session.Fail($"5 | {cmdlet} {Arguments(cmdlet)}");

        string id = error.FullyQualifiedErrorId.Split(',')[0];
        Assert.Contains(
            id,
            new[] { "InputUnexpected", "RowsWithoutProperties", "ModelFileNotFound", "EnsembleTooSmall", "PredictionColumnMissing" }
        );
        Assert.Matches("5|Int32|columns|models", error.Exception.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_from_a_misspelt_variable_is_told(string cmdlet)
    {
        if (cmdlet == "Import-Dataset")
            return; // Its rows may be null: such rows are left out.
        ErrorRecord error = _session.Fail($"$misspelt | {cmdlet} {Arguments(cmdlet)}");

        Assert.Contains(error.FullyQualifiedErrorId.Split(',')[0], new[] { "InputNull", "ParameterMissing", "EnsembleTooSmall" });
    }

    [Theory]
    [InlineData("Compare-Model")]
    [InlineData("Export-Model")]
    [InlineData("Get-ModelPrediction")]
    [InlineData("Invoke-ModelPrune")]
    [InlineData("Measure-FeatureImportance")]
    [InlineData("Measure-LayerSensitivity")]
    [InlineData("Measure-PruningPath")]
    [InlineData("Select-ModelFeature")]
    [InlineData("ConvertTo-QuantizedModel")]
    public void A_deserialized_model_is_told_what_to_do(string cmdlet)
    {
        string arguments = cmdlet == "Get-ModelPrediction" ? "-Path $rows" : Arguments(cmdlet);

        ErrorRecord error = _session.Fail($"$copy | {cmdlet} {arguments}");

        Assert.StartsWith("InputDeserialized,", error.FullyQualifiedErrorId);
        Assert.Contains("Export-Model", error.Exception.Message);
    }

    [Theory]
    [InlineData("$point | Invoke-ModelPrune -Sparsity 0.5", "-Point", "-Sparsity")]
    [InlineData("$point | Invoke-ModelPrune -Model $tree -Sparsity 0.5", "-Point", "-Sparsity")]
    [InlineData("$point | Invoke-ModelPrune -Model $tree -KeepFeature 2", "-Point", "-KeepFeature")]
    [InlineData("$features | Invoke-ModelPrune -Model $tree -Leaves 2", "-Feature", "-Leaves")]
    [InlineData("$features | Select-ModelFeature -Keep 2", "-Feature", "-Keep")]
    [InlineData("$layers | Invoke-ModelPrune -Model $network -Alpha 0.1", "-LayerSensitivity", "-Alpha")]
    [InlineData("$data | Train-Model -Kind Tree -Epochs 3", "-Epochs", "-Kind Tree")]
    [InlineData("$data | Train-Model -MaxDepth 3", "-MaxDepth", "-Kind Network")]
    [InlineData("$data | Train-Model -Preset Mlp -Layers relu", "-Preset", "-Layers")]
    [InlineData("Train-Model -Like $network -Layers relu", "-Like", "-Layers")]
    [InlineData("Train-Model -Like $network -Kind Tree", "-Like", "-Kind Tree")]
    [InlineData("Import-Model -Path a -LiteralPath b", "-Path", "-LiteralPath")]
    [InlineData("Import-Dataset -Path a -LiteralPath b", "-Path", "-LiteralPath")]
    [InlineData("Get-ModelPrediction -Model $tree -Path a -LiteralPath b", "-Path", "-LiteralPath")]
    public void Two_that_do_not_go_together_are_named(string script, string one, string other)
    {
        ErrorRecord error = _session.Fail(script);

        Assert.StartsWith("ParametersNotTogether,", error.FullyQualifiedErrorId);
        Assert.Contains(one, error.Exception.Message);
        Assert.Contains(other, error.Exception.Message);
    }

    [Theory]
    [InlineData("$data | Compare-Model $tree", "-Model", "the data set 'iris'")]
    [InlineData("'x' | Invoke-ModelPrune -Model $tree -Sparsity 0.5", "-Model", "the text 'x'")]
    [InlineData("$tree | Train-Model -Dataset $data -Kind Tree", "-Dataset", "the model 'Tree'")]
    [InlineData("$data | Get-ModelPrediction $tree -Path $rows", "-Path", "the data set 'iris'")]
    [InlineData("$data | Import-Dataset -Path $rows", "-Path", "the data set 'iris'")]
    public void A_parameter_and_an_input_that_do_not_go_together_are_named(string script, string parameter, string input)
    {
        ErrorRecord error = _session.Fail(script);

        Assert.StartsWith("InputBesideParameter,", error.FullyQualifiedErrorId);
        Assert.Contains(parameter, error.Exception.Message);
        Assert.Contains(input, error.Exception.Message);
    }

    [Theory]
    [InlineData("$point | Invoke-ModelPrune", "-Point")]
    [InlineData("$features | Select-ModelFeature", "-Feature")]
    public void What_needs_a_model_beside_it_says_so_once(string script, string parameter)
    {
        ErrorRecord error = _session.Fail(script);

        Assert.StartsWith("InputNeedsModel,", error.FullyQualifiedErrorId);
        Assert.Contains(parameter, error.Exception.Message);
    }

    [Theory]
    [InlineData("$tree, $forest, $tree | Invoke-ModelPrune -Leaves 2", 2, 1)]
    [InlineData("$tree, 5, $tree | Invoke-ModelPrune -Leaves 2", 2, 1)]
    [InlineData("$treeFile, $badFile, 'absent', $treeFile | Invoke-ModelPrune -Leaves 2 -Dataset $data", 2, 2)]
    [InlineData("$tree, $network, $tree | Measure-LayerSensitivity -Sparsity 0.5 | Group-Object Layer", 2, 2)]
    [InlineData("$tree, $badFile, $forest | Compare-Model", 2, 1)]
    [InlineData("$data, 5, $data | Train-Model -Kind Tree", 2, 1)]
    [InlineData("$badFile, $treeFile | Import-Model", 1, 1)]
    [InlineData("Import-Model $badFile, $treeFile, absent", 1, 2)]
    [InlineData("[pscustomobject]@{ a = 1 }, $row, $row | Get-ModelPrediction $tree", 2, 1)]
    [InlineData("$badFile, $rows | Get-ModelPrediction $tree | Group-Object Source", 1, 1)]
    [InlineData("$data, 5, $tree | Measure-FeatureImportance | Group-Object Method", 2, 1)]
    [InlineData("$tree, $network | ConvertTo-QuantizedModel -Scheme Int8", 1, 1)]
    public void One_bad_input_leaves_the_others(string script, int outputs, int errors)
    {
        SessionResult result = _session.Invoke(Continue + script);

        Assert.Equal(errors, result.Errors.Count);
        Assert.Equal(outputs, result.Output.Count);
    }

    [Theory]
    [InlineData("Import-Model absent.psmodel -ErrorAction SilentlyContinue")]
    [InlineData("Import-Model $badFile -ErrorAction SilentlyContinue")]
    [InlineData("Invoke-ModelPrune $forest -Leaves 2 -ErrorAction SilentlyContinue")]
    [InlineData("Compare-Model absent.psmodel -ErrorAction SilentlyContinue")]
    public void Errors_of_an_input_heed_ErrorAction(string script)
    {
        SessionResult result = _session.Invoke(Continue + script + "; 'goes on'");

        Assert.Equal("goes on", Assert.Single(result.Output).ToString());
    }

    [Theory]
    [InlineData("Compare-Model $treeFile, $forestFile -Dataset $data", 2)]
    [InlineData("Get-ChildItem $folder/*.psmodel -Exclude bad* | Compare-Model -Dataset $data", 2)]
    [InlineData("Compare-Model $tree -ReferenceModel $forestFile -Dataset $data", 1)]
    [InlineData("Join-Model $treeFile, $forest", 1)]
    [InlineData("$treeFile | Measure-PruningPath -Dataset $data | Select-Object -First 1", 1)]
    [InlineData("Measure-FeatureImportance $treeFile -Dataset $data | Select-Object -First 1", 1)]
    [InlineData("$data | Measure-FeatureImportance -Model $treeFile | Select-Object -First 1", 1)]
    [InlineData("Select-ModelFeature $treeFile -Keep 2 -Dataset $data", 1)]
    [InlineData("Invoke-ModelPrune (Get-Item $treeFile) -Leaves 2 -Dataset $data", 1)]
    [InlineData("$features[0] | Invoke-ModelPrune -Model $treeFile -Dataset $data", 1)]
    [InlineData("$data | Train-Model -Kind Network -Layers 'linear 2' -Epochs 1 -Teacher $treeFile", 1)]
    public void The_path_of_a_model_file_is_taken_for_the_model(string script, int outputs) =>
        Assert.Equal(outputs, _session.Run(script).Count);

    [Theory]
    [InlineData("Get-ModelPrediction $tree $rows")]
    [InlineData("Get-ModelPrediction $rows $tree")]
    [InlineData("Get-ModelPrediction $treeFile $rows")]
    [InlineData("Get-ModelPrediction $rows $treeFile")]
    [InlineData("Get-ModelPrediction $rows -Model $tree")]
    [InlineData("Get-ModelPrediction -Path $rows $tree")]
    [InlineData("$tree | Get-ModelPrediction -Path $rows")]
    [InlineData("Get-Item $rows | Get-ModelPrediction $treeFile")]
    [InlineData("$rows | Get-ModelPrediction $tree")]
    public void Predictions_take_the_model_and_the_rows_in_any_order(string script) => Assert.Equal(150, _session.Run(script).Count);

    [Theory]
    [InlineData("Export-Model $tree $folder/any-order.psmodel")]
    [InlineData("Export-Model $folder/any-order.psmodel $tree")]
    [InlineData("Export-Model $treeFile $folder/any-order.psmodel")]
    [InlineData("$treeFile | Export-Model $folder/any-order.psmodel")]
    [InlineData("Export-Model -Path $folder/any-order.psmodel -Model $treeFile")]
    public void An_export_takes_the_model_and_the_file_in_any_order(string script)
    {
        IReadOnlyList<PSObject> model = _session.Run($"{script} -Force | Import-Model; Remove-Item $folder/any-order.psmodel");

        Assert.Equal("Tree", Assert.Single(model).Properties["Kind"].Value);
    }

    [Fact]
    public void Of_two_model_files_none_is_replaced_by_a_guess() =>
        Assert.StartsWith("ExportPathsAmbiguous,", _session.Fail("Export-Model $treeFile $forestFile -Force").FullyQualifiedErrorId);

    [Theory]
    [InlineData("Get-Item $rows | Import-Dataset -Target species")]
    [InlineData("Get-ChildItem $folder/*.csv | Import-Dataset -Target -1")]
    [InlineData("$rows | Import-Dataset -Target species")]
    public void Files_from_the_pipeline_are_read(string script) => Assert.Equal(150, _session.Run(script)[^1].Properties["Rows"].Value);

    [Theory]
    [InlineData("$tree | Invoke-ModelPrune -Leaves 2 -WhatIf | Export-Model $folder/whatif.psmodel")]
    [InlineData("$network | Invoke-ModelPrune -Sparsity 0.5 -WhatIf | Compare-Model")]
    public void A_plan_goes_through_the_next_cmdlet_with_one_warning(string script)
    {
        SessionResult result = _session.Invoke(Continue + script);

        Assert.Empty(result.Errors);
        Assert.Single(result.Warnings);
        Assert.NotEmpty(result.Output);
        Assert.All(result.Output, row => Assert.IsType<Compute.PruningLayer>(row.BaseObject));
        Assert.False(File.Exists(Path.Combine(trained.Folder, "whatif.psmodel")));
    }

    /// <summary>A session with models, their files, and what the measuring cmdlets give.</summary>
    public sealed class Trained : IDisposable
    {
        public Trained()
        {
            Session.Run(
                """
                $ErrorActionPreference = 'Stop'
                $WarningPreference = 'SilentlyContinue'
                $rows = Join-Path $folder rows.csv
                Copy-Item $iris $rows
                $data = Import-Dataset $iris -Target species -Seed 1
                $tree = $data | Train-Model -Kind Tree
                $forest = $data | Train-Model -Kind Forest -TreeCount 5
                $network = $data | Train-Model -Layers 'linear 6', relu -Epochs 2
                $treeFile = ($tree | Export-Model "$folder/tree.psmodel").FullName
                $forestFile = ($forest | Export-Model "$folder/forest.psmodel").FullName
                $badFile = "$folder/bad.psmodel"
                'junk' > $badFile
                $point = ($tree | Measure-PruningPath)[1]
                $features = $tree | Measure-FeatureImportance
                $layers = $network | Measure-LayerSensitivity -Sparsity 0.5
                $row = (Import-Csv $iris)[0]
                $text = [System.Management.Automation.PSSerializer]::Serialize($tree)
                $copy = [System.Management.Automation.PSSerializer]::Deserialize($text)
                $ErrorActionPreference = 'Continue'
                $WarningPreference = 'Continue'
                """,
                ("iris", ModuleSession.ExampleData("iris.csv")),
                ("folder", Folder)
            );
        }

        internal ModuleSession Session { get; } = new();

        internal string Folder { get; } = Directory.CreateTempSubdirectory("PSModelPruning-input-").FullName;

        public void Dispose()
        {
            Session.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
