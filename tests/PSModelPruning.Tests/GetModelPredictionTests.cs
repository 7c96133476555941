using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Tests;

public sealed class GetModelPredictionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rows").FullName;
    private readonly ModuleSession _session = TrainedSession.IrisToPredict;

    public GetModelPredictionTests() => _session.Run("$ErrorActionPreference = 'Stop'", ("folder", _folder));

    [Fact]
    public void A_data_set_gives_a_prediction_a_test_row_with_what_is_true()
    {
        IReadOnlyList<PSObject> rows = _session.Run("$data | Get-ModelPrediction $model");

        Assert.Equal((int)_session.Run("$data.TestRows").Single().BaseObject, rows.Count);
        RowPrediction[] predictions = [.. rows.Select(row => (RowPrediction)row.BaseObject)];
        string[] species = [.. File.ReadLines(ModuleSession.ExampleData("iris.csv")).Skip(1).Select(line => line.Split(',')[^1])];
        Assert.All(predictions, p => Assert.Equal(species[p.Row - 1], p.Actual));
        Assert.Equal(rows.Count, predictions.Select(p => p.Row).Distinct().Count());
        Assert.All(predictions, p => Assert.Equal("iris.csv", p.Source));
        Assert.All(predictions, p => Assert.Contains(p.Actual, (object[])["setosa", "versicolor", "virginica"]));
        Assert.All(predictions, p => Assert.InRange(p.Probability!.Value, 1 / 3.0, 1));
        double accuracy = predictions.Average(p => p.Label == (string)p.Actual! ? 1.0 : 0);
        Assert.Equal((double)_session.Run("(Compare-Model $model).Accuracy").Single().BaseObject, accuracy, 1e-6);
    }

    [Fact]
    public void Another_partition_can_be_chosen_and_an_empty_one_is_an_error()
    {
        Assert.Equal(
            (int)_session.Run("$data.TrainingRows").Single().BaseObject,
            _session.Run("$data | Get-ModelPrediction $model -Partition Training").Count
        );
        Assert.StartsWith(
            "PartitionEmpty,",
            _session.Fail("Import-Dataset $iris -Target species -TestFraction 0 | Get-ModelPrediction $model").FullyQualifiedErrorId
        );
    }

    [Fact]
    public void All_probabilities_are_a_dictionary_that_sums_to_one()
    {
        var prediction = (RowPrediction)_session.Run("$data | Get-ModelPrediction $model -AllProbabilities")[0].BaseObject;

        Assert.Equal(["setosa", "versicolor", "virginica"], prediction.Probabilities!.Keys.Cast<string>());
        Assert.Equal(1, prediction.Probabilities.Values.Cast<double>().Sum(), 1e-5);
        Assert.Equal(prediction.Probability, prediction.Probabilities[prediction.Label!]);
        Assert.Contains("setosa=0", prediction.Probabilities.ToString());
    }

    [Fact]
    public void A_file_objects_dictionaries_and_the_data_set_are_predicted_alike()
    {
        double[] fromFile = Probabilities("Get-ModelPrediction $iris $model");
        string[] lines = File.ReadAllLines(ModuleSession.ExampleData("iris.csv"));
        object[] objects = [.. lines.Skip(1).Select(line => (object)AsObject(lines[0].Split(','), line.Split(',')))];
        object[] tables = [.. lines.Skip(1).Select(line => (object)AsTable(lines[0].Split(','), line.Split(',')))];

        Assert.Equal(150, fromFile.Length);
        Assert.Equal(fromFile, Probabilities("$objects | Get-ModelPrediction $model", ("objects", objects)));
        Assert.Equal(fromFile, Probabilities("$tables | Get-ModelPrediction $model", ("tables", tables)));
        Assert.Equal(fromFile, Probabilities("Get-ModelPrediction -InputObject $objects -Model $model"));
        Assert.Equal(fromFile, Probabilities("[IO.FileInfo]::new($iris) | Get-ModelPrediction $model"));
        Assert.Equal(fromFile, Probabilities("$iris | Get-ModelPrediction $model"));
    }

    [Fact]
    public void Objects_come_back_in_order_as_copies_with_the_prediction_added()
    {
        PSObject result = _session
            .Run(
                """
                $row = [pscustomobject]@{ id = 7; sepal_length = 5.1; sepal_width = '3.5'; petal_length = 1.4; petal_width = [decimal]0.2 }
                $row | Get-ModelPrediction $model -AllProbabilities
                """
            )
            .Single();

        Assert.Equal(
            [
                "id",
                "sepal_length",
                "sepal_width",
                "petal_length",
                "petal_width",
                "Prediction",
                "Probability",
                "Probability_setosa",
                "Probability_versicolor",
                "Probability_virginica",
            ],
            result.Properties.Select(p => p.Name)
        );
        Assert.Equal(7, result.Properties["id"].Value);
        Assert.False((bool)_session.Run("'Prediction' -in $row.psobject.Properties.Name").Single().BaseObject);
        Assert.Equal(
            ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
            _session
                .Run(
                    """
                    $rows = foreach ($i in 0..9) {
                        [pscustomobject]@{
                            id = $i; sepal_length = 5 + $i / 10; sepal_width = 3; petal_length = 1 + $i / 2; petal_width = $i / 4
                        }
                    }
                    ($rows | Get-ModelPrediction $model -BatchSize 3).id
                    """
                )
                .Select(id => id.ToString())
        );
    }

    [Fact]
    public void An_object_that_is_no_custom_object_is_not_changed_either() =>
        Assert.Equal(
            ["True", "False"],
            _session
                .Run(
                    """
                    class Flower { $sepal_length = 5.1; $sepal_width = 3.5; $petal_length = 1.4; $petal_width = 0.2 }
                    $flower = [Flower]::new()
                    'Prediction' -in ($flower | Get-ModelPrediction $model).psobject.Properties.Name
                    'Prediction' -in $flower.psobject.Properties.Name
                    """
                )
                .Select(o => o.ToString())
        );

    [Fact]
    public void Missing_columns_are_named()
    {
        ErrorRecord objects = _session.Fail("[pscustomobject]@{ sepal_length = 1; petal_length = 2 } | Get-ModelPrediction $model");
        Assert.StartsWith("PredictionColumnMissing,", objects.FullyQualifiedErrorId);
        Assert.Contains("sepal_width, petal_width", objects.Exception.Message);

        File.WriteAllText(Path.Combine(_folder, "rows.csv"), "sepal_length,sepal_width\n1,2\n");
        ErrorRecord file = _session.Fail("Get-ModelPrediction $folder/rows.csv $model");
        Assert.StartsWith("PredictionColumnMissing,", file.FullyQualifiedErrorId);
        Assert.Contains("petal_length, petal_width", file.Exception.Message);
    }

    [Fact]
    public void A_later_object_that_lacks_a_column_is_an_error_too() =>
        Assert.StartsWith(
            "PredictionColumnMissing,",
            _session
                .Fail(
                    """
                    [pscustomobject]@{ sepal_length = 1; sepal_width = 1; petal_length = 2; petal_width = 1 },
                    [pscustomobject]@{ sepal_length = 1 } |
                        Get-ModelPrediction $model
                    """
                )
                .FullyQualifiedErrorId
        );

    [Fact]
    public void Extra_columns_are_ignored_and_told_with_Verbose()
    {
        SessionResult result = _session.Invoke(
            "[pscustomobject]@{ sepal_length = 1; sepal_width = 1; petal_length = 2; petal_width = 1; color = 'red' } | "
                + "Get-ModelPrediction $model -Verbose"
        );

        Assert.Single(result.Output);
        Assert.Contains(result.Verbose, message => message.Contains("color"));
    }

    [Fact]
    public void Missing_values_are_filled_and_said_once()
    {
        SessionResult result = _session.Invoke(
            """
            @(foreach ($i in 1..5) { [pscustomobject]@{ sepal_length = $null; sepal_width = 'NA'; petal_length = 2; petal_width = 1 } }) |
                Get-ModelPrediction $model
            """
        );

        Assert.Equal(5, result.Output.Count);
        string warning = Assert.Single(result.Warnings);
        Assert.Contains("5 in 'sepal_length', 5 in 'sepal_width'", warning);
    }

    [Fact]
    public void A_text_where_a_number_belongs_is_an_error_that_names_the_row() =>
        Assert.Contains(
            "Row 2",
            _session
                .Fail(
                    """
                    [pscustomobject]@{ sepal_length = 1; sepal_width = 1; petal_length = 2; petal_width = 1 },
                    [pscustomobject]@{ sepal_length = 'long'; sepal_width = 1; petal_length = 2; petal_width = 1 } |
                        Get-ModelPrediction $model
                    """
                )
                .Exception.Message
        );

    [Fact]
    public void Unknown_categories_are_taken_as_unknown_and_said_once()
    {
        File.WriteAllLines(
            Path.Combine(_folder, "colors.csv"),
            [
                "color,size,kind",
                .. Enumerable.Range(0, 60).Select(i => $"{(i % 2 == 0 ? "red" : "green")},{i % 7},{(i % 2 == 0 ? "a" : "b")}"),
            ]
        );
        SessionResult result = _session.Invoke(
            """
            $colors = Import-Dataset $folder/colors.csv -Target kind | Train-Model -Kind Linear -Epochs 1
            [pscustomobject]@{ color = 'violet'; size = 3 }, [pscustomobject]@{ color = 'red'; size = 3 } | Get-ModelPrediction $colors
            """
        );

        Assert.Equal(2, result.Output.Count);
        Assert.Contains("'violet'", Assert.Single(result.Warnings));
    }

    [Fact]
    public void A_file_without_names_is_taken_by_place()
    {
        File.WriteAllText(Path.Combine(_folder, "bare.csv"), "5.1,3.5,1.4,0.2\n6.3,3.3,6.0,2.5\n");

        double[] named = Probabilities(
            "Get-ModelPrediction $folder/bare.csv $model -Header sepal_length, sepal_width, petal_length, petal_width"
        );
        Assert.Equal(2, named.Length);
        Assert.Equal(named, Probabilities("Get-ModelPrediction $folder/bare.csv $model -NoHeader"));
    }

    [Fact]
    public void Regression_gives_numbers_in_the_targets_own_units()
    {
        File.WriteAllLines(
            Path.Combine(_folder, "line.csv"),
            ["x,y", .. Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i / 10.0},{1000 + 3 * i}"))]
        );
        IReadOnlyList<PSObject> rows = _session.Run(
            """
            $line = Import-Dataset $folder/line.csv -Target y -Seed 1 | Train-Model -Kind Linear -Epochs 60 -LearningRate 0.05 -Seed 1
            Get-ModelPrediction $folder/line.csv $line
            """
        );

        Assert.Equal(200, rows.Count);
        Assert.All(rows.Select(row => (RowPrediction)row.BaseObject), p =>
        {
            Assert.Null(p.Label);
            Assert.Null(p.Probability);
            Assert.InRange(Math.Abs(p.Value!.Value - (double)p.Actual!), 0, 60);
        });
    }

    [Theory]
    [InlineData("Get-ModelPrediction $folder/absent.csv $model", "DataFileNotFound")]
    [InlineData("Get-ModelPrediction $folder/*.none $model", "DataFileNotFound")]
    [InlineData("Get-ModelPrediction $empty $model", "DataFileEmpty")]
    [InlineData("Get-ModelPrediction $ragged $model", "RaggedRow")]
    [InlineData("$model | Get-ModelPrediction $model", "PredictionInputUnsupported")]
    public void What_cannot_be_read_is_an_error(string script, string id)
    {
        File.WriteAllText(Path.Combine(_folder, "empty.csv"), "");
        File.WriteAllText(Path.Combine(_folder, "ragged.csv"), "sepal_length,sepal_width,petal_length,petal_width\n1,2,3,4\n1,2\n");

        Assert.StartsWith(
            id + ",",
            _session
                .Fail(script, ("empty", Path.Combine(_folder, "empty.csv")), ("ragged", Path.Combine(_folder, "ragged.csv")))
                .FullyQualifiedErrorId
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private double[] Probabilities(string script, params (string, object?)[] variables) =>
        [.. _session.Run(script, variables).Select(row => (double)row.Properties["Probability"].Value)];

    private static PSObject AsObject(string[] names, string[] values)
    {
        var row = new PSObject();
        for (int i = 0; i < names.Length; i++)
            row.Properties.Add(new PSNoteProperty(names[i], values[i]));
        return row;
    }

    private static Hashtable AsTable(string[] names, string[] values)
    {
        var row = new Hashtable();
        for (int i = 0; i < names.Length; i++)
            row.Add(names[i].ToUpperInvariant(), values[i]);
        return row;
    }
}
