using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Tests;

public sealed class TrainTreeTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_tree_prints_thresholds_in_the_units_of_the_data()
    {
        var tree = Train<TreeModel>("-Kind Tree -MaxLeaves 2", "iris.csv", "species");
        // The best first split of iris: petals up to 2.45 cm are those of setosa. The training rows have other neighbours of the gap than
        // all rows.
        string[] lines = tree.ToText().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^petal.(length|width) <= (2\.\d+|0\.\d+): setosa \(100 % of \d+ rows\)$", lines[0]);
        Assert.Matches(@"^petal.(length|width) > (2\.\d+|0\.\d+): (versicolor|virginica) \(\d+\.\d % of \d+ rows\)$", lines[1]);
    }

    [Fact]
    public void Categories_dates_and_missing_values_read_as_they_are_written()
    {
        _session.Run(
            """
            $rows = for ($i = 0; $i -lt 60; $i++) {
                [pscustomobject]@{
                    colour = @('red', 'green', 'blue')[$i % 3]
                    size = if ($i % 5) { $i % 7 } else { $null }
                    big = ($i % 3 -eq 0) -and ($i % 5 -gt 2) ? 'yes' : 'no'
                }
            }
            $data = $rows | Import-Dataset -Target big -Missing Keep -ValidationFraction 0 -TestFraction 0.2 -Seed 1
            $tree = $data | Train-Model -Kind Tree
            """
        );
        string text = (string)_session.Run("$tree.ToText()")[0].BaseObject;
        Assert.Contains("colour = red", text, StringComparison.Ordinal);
        Assert.Contains("colour != red", text, StringComparison.Ordinal);
        var predictions = _session.Run(
            "[pscustomobject]@{ colour = 'red'; size = '' }, [pscustomobject]@{ colour = 'blue'; size = 3 } | Get-ModelPrediction -Model "
                + "$tree"
        );
        Assert.Equal(["no", "no"], predictions.Select(p => p.Properties["Prediction"]?.Value));
    }

    [Theory]
    [InlineData("-Kind Linear")]
    [InlineData("-Kind Network -Epochs 1")]
    [InlineData("-Kind Neighbors")]
    public void Other_kinds_refuse_missing_values_that_were_kept(string kind)
    {
        string id = Error(
            $$"""
            $rows = for ($i = 0; $i -lt 40; $i++) { [pscustomobject]@{ a = if ($i % 4) { $i } else { $null }; b = $i % 2 ? 'x' : 'y' } }
            $rows | Import-Dataset -Target b -Missing Keep | Train-Model {{kind}}
            """
        );
        Assert.StartsWith("MissingValuesKept", id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Kind Tree -Criterion SquaredError", "CriterionDoesNotFit")]
    [InlineData("-Kind Tree -MaxFeatures many", "MaxFeaturesInvalid")]
    [InlineData("-Kind Tree -MaxFeatures 400", "MaxFeaturesInvalid")]
    [InlineData("-Kind Tree -MaxFeatures 1.5", "MaxFeaturesInvalid")]
    [InlineData("-Kind Tree -ClassWeight 1, 2", "ClassWeightInvalid")]
    [InlineData("-Kind Tree -ClassWeight 0, 0, 0", "ClassWeightInvalid")]
    [InlineData("-Kind Tree -Epochs 3", "ParametersNotTogether")]
    [InlineData("-Kind Tree -MaxBins 1", "TrainingOptionOutOfRange")]
    [InlineData("-Kind Tree -MaxBins 257", "ParameterArgumentValidationError")]
    [InlineData("-Kind Tree -MinSplitSamples 1", "ParameterArgumentValidationError")]
    [InlineData("-Kind Tree -Criterion Chance", "ParameterArgumentValidationError")]
    [InlineData("-MaxDepth 3", "ParametersNotTogether")]
    public void Bad_input_has_a_stable_error(string arguments, string id) =>
        Assert.StartsWith(
            id,
            Error($"Import-Dataset '{ModuleSession.ExampleData("iris.csv")}' -Target species | Train-Model {arguments}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_tree_goes_through_every_form_of_file()
    {
        _session.Run(
            $"$tree = Import-Dataset '{ModuleSession.ExampleData("wine.csv")}' -Target cultivar -Seed 1 | Train-Model -Kind Tree "
                + "-Criterion Entropy"
        );
        _session.Run(
            $"$tree | Export-Model '{_folder}/a.psmodel'; $tree | Export-Model '{_folder}/a.txt'; $tree | Export-Model '{_folder}/a.dot'"
        );
        Assert.Equal(_session.Run("$tree.ToText()")[0].BaseObject, File.ReadAllText(Path.Combine(_folder, "a.txt")));
        string dot = File.ReadAllText(Path.Combine(_folder, "a.dot"));
        Assert.StartsWith("digraph", dot, StringComparison.Ordinal);
        var tree = (TreeModel)_session.Run("$tree")[0].BaseObject;
        Assert.Equal(tree.Nodes - 1, dot.Split("->").Length - 1);
        Assert.Equal(true, _session.Run($"(Import-Model '{_folder}/a.psmodel').ToText() -ceq $tree.ToText()")[0].BaseObject);
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("Dot")]
    public void Only_a_tree_has_a_text(string format)
    {
        string id = Error(
            $"Import-Dataset '{ModuleSession.ExampleData("iris.csv")}' -Target species | Train-Model -Kind Linear -Epochs 1 | "
                + $"Export-Model '{_folder}/b' -Format {format}"
        );
        Assert.StartsWith("ModelFormatUnsupported", id, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void The_list_of_a_tree_tells_its_shape()
    {
        var tree = Train<TreeModel>("-Kind Tree -MaxDepth 2", "iris.csv", "species");
        Assert.Equal($"{tree.Leaves} leaves, 2 splits deep", Views.ModelView.Structure(tree));
    }

    [Fact]
    public void One_as_a_fraction_is_all_inputs_and_one_as_a_number_is_one()
    {
        string all = Train<TreeModel>("-Kind Tree", "wine.csv", "cultivar").ToText();

        Assert.Equal(all, Train<TreeModel>("-Kind Tree -MaxFeatures 1.0", "wine.csv", "cultivar").ToText());
        Assert.NotEqual(all, Train<TreeModel>("-Kind Tree -MaxFeatures 1", "wine.csv", "cultivar").ToText());
    }

    [Theory]
    [InlineData("Tree")]
    [InlineData("Forest")]
    [InlineData("Boosted")]
    public void A_model_that_cannot_split_warns_of_it(string kind)
    {
        SessionResult result = _session.Invoke(
            $"Import-Dataset '{ModuleSession.ExampleData("iris.csv")}' -Target species -Seed 1 | Train-Model -Kind {kind} -MinLeafSamples "
                + "1000"
        );

        Assert.Contains("MinLeafSamples 1000", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(
            _session
                .Invoke($"Import-Dataset '{ModuleSession.ExampleData("iris.csv")}' -Target species -Seed 1 | Train-Model -Kind {kind}")
                .Warnings
        );
    }

    private T Train<T>(string arguments, string file, string target) =>
        (T)
            _session
                .Run($"Import-Dataset '{ModuleSession.ExampleData(file)}' -Target {target} -Seed 1 | Train-Model {arguments}")[0]
                .BaseObject;

    private string Error(string script)
    {
        var thrown = Assert.ThrowsAny<RuntimeException>(() => _session.Run("$ErrorActionPreference = 'Stop'; " + script));
        return thrown.ErrorRecord.FullyQualifiedErrorId;
    }
}
