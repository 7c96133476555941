using PSModelPruning.Compute;
using PSModelPruning.Views;

namespace PSModelPruning.Tests;

public sealed class MeasureLayerSensitivityTests
{
    private const string Command = ",PSModelPruning.Commands.MeasureLayerSensitivityCommand",
        Prune = ",PSModelPruning.Commands.InvokeModelPruneCommand";

    private static readonly Lazy<ModuleSession> LazySession = new(Train);

    private static ModuleSession Session => LazySession.Value;

    [Fact]
    public void Every_layer_is_measured_at_every_sparsity()
    {
        LayerSensitivity[] points = Points("$model | Measure-LayerSensitivity -Sparsity 0.9, 0.5");

        Assert.Equal(["fc1", "fc1", "fc2", "fc2", "fc3", "fc3"], points.Select(point => point.Layer));
        Assert.Equal([0.5, 0.9, 0.5, 0.9, 0.5, 0.9], points.Select(point => Math.Round(point.Sparsity, 2)));
        Assert.All(points, point =>
            Assert.Equal(
                ("Magnitude", "Element", "weight", PartitionName.Validation),
                (point.Method, point.Granularity, point.Unit, point.Partition)
            )
        );
        Assert.All(points, point => Assert.Equal(point.ScoreBefore - point.Score, point.Drop, 12));
    }

    [Fact]
    public void A_point_is_readable_where_it_has_one_cell_or_one_line()
    {
        LayerSensitivity point = Points("$model | Measure-LayerSensitivity -Sparsity 0.5 -Layer fc2")[0];

        Assert.Equal("fc2", point.Layers.ToString());
        Assert.StartsWith("fc2: 50.0 % gone, score ", point.ToString());
        Assert.Equal(["fc2"], point.Layers);
    }

    [Fact]
    public void Points_come_one_by_one_so_that_the_first_can_be_taken_alone() =>
        Assert.Equal(
            2,
            Points(
                "$seen = 0; $model | Measure-LayerSensitivity -Granularity Neuron | ForEach-Object { $seen++; if ($seen -le 2) { $_ } }"
            ).Length
        );

    [Fact]
    public void Its_objects_drive_pruning_from_the_pipeline_and_as_an_argument()
    {
        Session.Run("$points = $model | Measure-LayerSensitivity -Method Taylor -Granularity Neuron");
        NetworkModel piped = Model("$points | Invoke-ModelPrune -Model $model -Sparsity 0.5 -FineTuneEpochs 0"),
            given = Model("$model | Invoke-ModelPrune -LayerSparsity $points -Sparsity 0.5 -FineTuneEpochs 0");

        Assert.Equal(("Taylor", "Neuron"), (piped.Pruning!.Method, piped.Pruning.Granularity));
        Assert.Equal("Layer sparsity: sensitivity of 2 layers by Taylor", piped.Pruning.Scope);
        Assert.Equal(piped.Pruning.Layers.Select(layer => layer.Kept), given.Pruning!.Layers.Select(layer => layer.Kept));
        Assert.Equal(0.5, piped.Pruning.Sparsity, 2);
    }

    [Fact]
    public void Rules_and_hashtables_say_how_much_each_layer_loses()
    {
        NetworkModel erk = Model("$model | Invoke-ModelPrune -LayerSparsity erk -Sparsity 0.8 -FineTuneEpochs 0"),
            table = Model("$model | Invoke-ModelPrune -LayerSparsity ([ordered]@{ FC1 = 0.5; 'f?2' = 0.25 }) -FineTuneEpochs 0");

        double[] fractions = [.. erk.Pruning!.Layers.Where(layer => layer.Operator == "Gemm").Select(layer => layer.Sparsity)];
        // 4 x 128 and 64 x 3 weights are few for their sizes, and stay whole; the 128 x 64 between them pay.
        Assert.Equal((0, 0), (fractions[0], fractions[2]));
        Assert.InRange(fractions[1], 0.85, 0.9);
        Assert.Equal(
            [0.5, 0.25, 0],
            table.Pruning!.Layers.Where(layer => layer.Operator == "Gemm").Select(layer => Math.Round(layer.Sparsity, 2))
        );
        Assert.Contains(Session.Run("$model | Invoke-ModelPrune -LayerSparsity @{ fc1 = 0.5 } -WhatIf"), row =>
            row.BaseObject is PruningLayer { Layer: "fc1", Sparsity: > 0.49 and < 0.51 }
        );
    }

    [Theory]
    [InlineData("$model | Measure-LayerSensitivity -Sparsity 1.0", "SparsityOutOfRange" + Command)]
    [InlineData("$model | Measure-LayerSensitivity -Sparsity -0.1", "SparsityOutOfRange" + Command)]
    [InlineData("$model | Measure-LayerSensitivity -Layer fc7", "LayerNotFound" + Command)]
    [InlineData("$model | Measure-LayerSensitivity -Granularity Channel -Layer fc3", "NothingToPrune" + Command)]
    [InlineData("$model | Measure-LayerSensitivity -Method ApoZ -Granularity Element", "MethodNeedsChannels" + Command)]
    [InlineData("$model | Measure-LayerSensitivity -Granularity Layer", "SensitivityNotForGranularity" + Command)]
    [InlineData("$tree | Measure-LayerSensitivity", "NetworkNeeded" + Command)]
    [InlineData("$model | Measure-LayerSensitivity -Method Nonsense", "ParameterArgumentValidationError" + Command)]
    [InlineData("$model | Measure-LayerSensitivity -Dataset $other", "SchemaMismatch" + Command)]
    [InlineData("$model | Measure-LayerSensitivity -Dataset $small -Partition Test", "PartitionEmpty" + Command)]
    [InlineData("$model | Invoke-ModelPrune -Sparsity 0.5 -LayerSparsity Nonsense", "VariantUnknown" + Prune)]
    [InlineData("$model | Invoke-ModelPrune -Sparsity 0.5 -LayerSparsity 0.5", "LayerSparsityInvalid" + Prune)]
    [InlineData("$model | Invoke-ModelPrune -Sparsity 0.5 -LayerSparsity @{ fc1 = 'much' }", "LayerSparsityInvalid" + Prune)]
    [InlineData("$model | Invoke-ModelPrune -LayerSparsity @{}", "LayerSparsityInvalid" + Prune)]
    [InlineData("$model | Invoke-ModelPrune -LayerSparsity @{ fc1 = 1.0 }", "SparsityOutOfRange" + Prune)]
    [InlineData("$model | Invoke-ModelPrune -LayerSparsity @{ conv1 = 0.5 }", "LayerNotFound" + Prune)]
    [InlineData("$model | Invoke-ModelPrune -LayerSparsity @{ fc3 = 0.5 } -Granularity Neuron", "LayerSparsityNotReachable" + Prune)]
    [InlineData("$model | Invoke-ModelPrune -LayerSparsity @{ fc1 = 0.5 } -Sparsity 0.99", "LayerSparsityNotReachable" + Prune)]
    [InlineData("$model | Invoke-ModelPrune -LayerSparsity Uniform", "PruningTargetMissing" + Prune)]
    [InlineData(
        "$model | Invoke-ModelPrune -LayerSparsity Uniform -Sparsity 0.5 -Option @{ Scope = 'Layer' " + "}",
        "LayerSparsityWithScope" + Prune
    )]
    [InlineData(
        "$model | Invoke-ModelPrune -LayerSparsity Erk -Sparsity 0.5 -Granularity Channel",
        "LayerSparsityNotForGranularity" + Prune
    )]
    [InlineData(
        "$points = $model | Measure-LayerSensitivity -Sparsity 0.5; $points | Invoke-ModelPrune -Model $model -Sparsity 0.5 "
            + "-LayerSparsity Erk",
        "LayerSparsityInvalid" + Prune
    )]
    [InlineData(
        "$points = $model | Measure-LayerSensitivity -Sparsity 0.5; $points | Invoke-ModelPrune -Model $model -Sparsity 0.5 -Granularity "
            + "Neuron",
        "LayerSparsityGranularity" + Prune
    )]
    [InlineData("$tree | Invoke-ModelPrune -LayerSparsity Uniform -Sparsity 0.5", "ParameterNotForMethod" + Prune)]
    [InlineData(
        "$model | Invoke-ModelPrune -Method Taylor -Option @{ Scorer = 'Gradient' } -Sparsity " + "0.5",
        "ParameterNotForMethod" + Prune
    )]
    public void What_cannot_be_is_told_with_a_stable_error_id(string command, string id) =>
        Assert.Equal(id, Session.Fail(command).FullyQualifiedErrorId);

    [Theory]
    [InlineData("Measure-LayerSensitivity -Method SparseG", "SparseGpt")]
    [InlineData("Measure-LayerSensitivity -Granularity Neu", "Neuron")]
    [InlineData("$model | Measure-LayerSensitivity -Layer fc", "fc2")]
    [InlineData("Invoke-ModelPrune -LayerSparsity Er", "Erk")]
    [InlineData("Invoke-ModelPrune -LayerSparsity U", "UniformPlus")]
    public void Names_are_completed(string line, string expected) =>
        Assert.Contains(
            expected,
            Session
                .Run(
                    $"[System.Management.Automation.CommandCompletion]::CompleteInput('{line}', {line.Length}, "
                        + "$null).CompletionMatches.CompletionText"
                )
                .Select(text => text.BaseObject.ToString())
        );

    [Fact]
    public void FeatureImportance_scores_weights_where_a_granularity_is_named_and_takes_features_otherwise()
    {
        NetworkModel weights = Model(
                "$model | Invoke-ModelPrune -Method FeatureImportance -Granularity Element -Sparsity 0.5 -Option @{ Scorer = 'Gradient' } "
                    + "-FineTuneEpochs 0"
            ),
            features = Model("$model | Invoke-ModelPrune -Method FeatureImportance -Sparsity 0.5 -FineTuneEpochs 0");

        Assert.Equal(("Element", 4), (weights.Pruning!.Granularity, weights.Dataset!.Features));
        Assert.Equal(("Feature", 2), (features.Pruning!.Granularity, features.Dataset!.Features));
    }

    [Fact]
    [InvariantCulture]
    public void The_view_tells_what_stays_and_how_the_score_changes()
    {
        LayerSensitivity point = Points("$model | Measure-LayerSensitivity -Sparsity 0.5 -Layer fc1")[0] with
        {
            Kept = 20,
            Units = 64,
            Unit = "channel",
            ScoreBefore = 0.9,
            Score = 0.875,
            MultiplyAccumulatesGone = 1_200_000,
        };
        Assert.Equal("20 of 64 channels", LayerSensitivityView.Units(point));
        Assert.Equal("-0.0250", LayerSensitivityView.Change(point));
        Assert.Equal("+0.0100", LayerSensitivityView.Change(point with { Score = 0.91 }));
        Assert.Equal("-1.20 M", LayerSensitivityView.MultiplyAccumulates(point));
        Assert.Equal("-", LayerSensitivityView.MultiplyAccumulates(point with { MultiplyAccumulatesGone = 0 }));
    }

    private static LayerSensitivity[] Points(string script) => [.. Session.Run(script).Select(point => (LayerSensitivity)point.BaseObject)];

    private static NetworkModel Model(string script) => (NetworkModel)Session.Run(script).Single().BaseObject;

    private static ModuleSession Train()
    {
        var session = new ModuleSession();
        session.Run(
            """
            $ErrorActionPreference = 'Stop'
            $data = Import-Dataset $iris -Target species -Seed 1
            $model = $data | Train-Model -Epochs 2 -Seed 1
            $tree = $data | Train-Model -Kind Tree -Seed 1
            $small = Import-Dataset $iris -Target species -Seed 1 -TestFraction 0
            $other = Import-Dataset $cancer -Target diagnosis -Seed 1
            """,
            ("iris", ModuleSession.ExampleData("iris.csv")),
            ("cancer", ModuleSession.ExampleData("breast-cancer.csv"))
        );
        return session;
    }
}
