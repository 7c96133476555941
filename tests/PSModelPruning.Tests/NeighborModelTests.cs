using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Views;

namespace PSModelPruning.Tests;

/// <summary>Nearest neighbours through every cmdlet that takes models.</summary>
public sealed class NeighborModelTests : IDisposable
{
    private const string Training = ",PSModelPruning.Commands.InvokeModelTrainingCommand";
    private const string Pruning = ",PSModelPruning.Commands.InvokeModelPruneCommand";

    private static readonly Lazy<ModuleSession> LazySession = new(() =>
    {
        var session = new ModuleSession();
        session.Run(
            """
            $ErrorActionPreference = 'Stop'
            $data = Import-Dataset $iris -Target species -Seed 1
            $model = $data | Train-Model -Kind Neighbors -Neighbors 3
            """,
            ("iris", ModuleSession.ExampleData("iris.csv"))
        );
        return session;
    });

    private readonly string _folder = Directory.CreateTempSubdirectory("neighbors").FullName;

    private static ModuleSession Session => LazySession.Value;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Training_gives_a_model_of_the_training_rows()
    {
        var model = (NeighborModel)
            Session
                .Run("$data | Train-Model -Kind neighbors -Neighbors 7 -Weighting distance -Distance manhattan -Name near")
                .Single()
                .BaseObject;

        Assert.Equal(
            ("near", "Neighbors", 7, "Distance", "Manhattan"),
            (model.Name, model.Kind, model.Neighbors, model.Weighting, model.Distance)
        );
        Assert.Equal(model.Dataset!.TrainingRows, model.Prototypes);
        Assert.Equal(4L * model.Prototypes, model.MultiplyAccumulates);
    }

    [Theory]
    [InlineData("-Neighbors 1000", "NeighborsTooMany")]
    [InlineData("-Epochs 3", "ParametersNotTogether")]
    [InlineData("-MaxDepth 3", "ParametersNotTogether")]
    [InlineData("-Neighbors 0", "ParameterArgumentValidationError")]
    [InlineData("-Distance Chebyshev", "VariantUnknown")]
    [InlineData("-Weighting Heavy", "VariantUnknown")]
    public void Mistakes_in_training_have_a_stable_id(string arguments, string id)
    {
        ErrorRecord error = Session.Fail($"$data | Train-Model -Kind Neighbors {arguments}");

        if (id == "VariantUnknown")
            Assert.Contains("Known:", error.Exception.Message + error.Exception.InnerException?.Message);
        else
            Assert.Equal(id + Training, error.FullyQualifiedErrorId);
    }

    [Fact]
    public void Rows_of_zeros_and_cosine_distance_do_not_go_together()
    {
        ErrorRecord error = Session.Fail(
            """
            $rows = foreach ($i in 1..30) { [pscustomobject]@{ a = $i % 3; b = $i % 3; c = ('x', 'y')[$i % 2] } }
            $rows | Import-Dataset -Target c -Scale None | Train-Model -Kind Neighbors -Distance Cosine
            """
        );

        Assert.Equal("ZeroRowWithoutAngle" + Training, error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("-Method KMeans -Prototypes 12", 12)]
    [InlineData("-Prototypes 12", 12)]
    [InlineData("-Method condensation -Keep 5", 5)]
    public void Pruning_keeps_the_number_of_prototypes_that_was_asked_for(string arguments, int prototypes)
    {
        var pruned = (NeighborModel)Session.Run($"$model | Invoke-ModelPrune {arguments}").Single().BaseObject;

        Assert.Equal(prototypes, pruned.Prototypes);
        Assert.Equal(1, pruned.Neighbors);
        Assert.Equal("prototype", pruned.Pruning!.Layers.Single().Unit);
    }

    [Theory]
    [InlineData("Condensation")]
    [InlineData("Drop3")]
    [InlineData("Editing")]
    [InlineData("RepeatedEditing")]
    [InlineData("AllKnn")]
    [InlineData("TomekLinks")]
    public void Methods_with_an_end_need_no_target(string method)
    {
        var pruned = (NeighborModel)Session.Run($"$model | Invoke-ModelPrune -Method {method}").Single().BaseObject;

        Assert.InRange(pruned.Prototypes, 3, 105);
        Assert.Equal("the method's own end", pruned.Pruning!.Target);
    }

    [Theory]
    [InlineData("", "PruningTargetMissing")]
    [InlineData("-Method KMeans -Prototypes 2", "PrototypesTooFew")]
    [InlineData("-Method Editing -Prototypes 2", "KeepNotReachable")]
    [InlineData("-Method Editing -Sparsity 0.9", "SparsityNotReachable")]
    [InlineData("-Method Magnitude -Sparsity 0.5", "MethodNotForModel")]
    [InlineData("-Method KMeans -Leaves 4", "ParameterNotForMethod")]
    [InlineData("-Method KMeans -Sparsity 0.5 -Granularity Channel", "ParameterNotForMethod")]
    [InlineData("-Method KMeans -MaxSizeKB 0.01", "BudgetNotReached")]
    [InlineData("-Method KMeans -Sparsity 0.5 -Prototypes 5", "ParametersNotTogether")]
    public void Mistakes_in_pruning_have_a_stable_id(string arguments, string id) =>
        Assert.Equal(id + Pruning, Session.Fail($"$model | Invoke-ModelPrune {arguments}").FullyQualifiedErrorId);

    [Fact]
    public void The_report_counts_multiply_accumulates()
    {
        var pruned = (NeighborModel)Session.Run("$model | Invoke-ModelPrune -Prototypes 30 -Seed 1").Single().BaseObject;

        Assert.Equal(pruned.Parent!.MultiplyAccumulates, pruned.Pruning!.MultiplyAccumulatesBefore);
        Assert.Equal(pruned.MultiplyAccumulates, pruned.Pruning.MultiplyAccumulatesAfter);
        Assert.InRange(pruned.MultiplyAccumulates, 1, pruned.Parent.MultiplyAccumulates - 1);
    }

    [Fact]
    public void More_prototypes_than_there_are_take_nothing_away_and_say_so()
    {
        SessionResult result = Session.Invoke("$model | Invoke-ModelPrune -Prototypes 5000");

        Assert.Equal(105, ((NeighborModel)result.Output.Single().BaseObject).Prototypes);
        Assert.Contains(result.Warnings, warning => warning.StartsWith("Nothing was removed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bound_that_is_out_of_reach_names_the_size_and_only_what_helps()
    {
        string message = Session.Fail("$model | Invoke-ModelPrune -MaxSizeKB 0.01").Exception.Message;

        Assert.Matches("Best reached: 0\\.0[0-9]+ KB", message);
        Assert.DoesNotContain("-FineTuneEpochs", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_of_classes_refuse_numbers_and_the_others_take_them()
    {
        Session.Run("$numbers = Import-Dataset $iris -Target petal_width -ExcludeFeature species -Seed 1 | Train-Model -Kind Neighbors");

        Assert.Equal("MethodNeedsClasses" + Pruning, Session.Fail("$numbers | Invoke-ModelPrune -Method Drop3").FullyQualifiedErrorId);
        Assert.Equal(
            10,
            ((NeighborModel)Session.Run("$numbers | Invoke-ModelPrune -Method KMeans -Prototypes 10").Single().BaseObject).Prototypes
        );
        Assert.Single(Session.Run("$numbers | Invoke-ModelPrune -Method RepeatedEditing"));
    }

    [Fact]
    public void What_if_tells_how_many_prototypes_would_stay()
    {
        var row = (PruningLayer)Session.Run("$model | Invoke-ModelPrune -Method Condensation -WhatIf").Single().BaseObject;

        Assert.Equal("prototype", row.Unit);
        Assert.True(row.Kept < row.Before);
    }

    [Fact]
    public void A_file_brings_the_model_back_with_its_predictions_and_it_can_be_pruned()
    {
        string path = Path.Combine(_folder, "near.psmodel");
        IReadOnlyList<PSObject> counts = Session.Run(
            $$"""
            $null = $model | Invoke-ModelPrune -Prototypes 9 -Seed 2 | Export-Model '{{path}}'
            $read = Import-Model '{{path}}'
            $same = $model | Invoke-ModelPrune -Prototypes 9 -Seed 2
            $a = @(Get-ModelPrediction -Model $read -InputObject $data).Prediction
            $b = @(Get-ModelPrediction -Model $same -InputObject $data).Prediction
            $a.Count
            $unlike = 0
            foreach ($i in 0..($a.Count - 1)) { if ($a[$i] -ne $b[$i]) { $unlike++ } }
            $unlike
            ($read | Invoke-ModelPrune -Method Condensation -Keep 4).Sparsity
            """
        );

        Assert.True((int)counts[0].BaseObject > 10);
        Assert.Equal(0, (int)counts[1].BaseObject);
        Assert.True((double)counts[2].BaseObject > 0.95);
    }

    [Fact]
    public void Raw_rows_are_predicted() =>
        Assert.Equal(
            "setosa",
            Session
                .Run(
                    "([pscustomobject]@{ sepal_length = 5.1; sepal_width = 3.5; petal_length = 1.4; petal_width = 0.2 } | "
                        + "Get-ModelPrediction -Model $model).Prediction"
                )
                .Single()
                .ToString()
        );

    [Fact]
    public void The_importance_of_features_is_measured_by_permutation()
    {
        FeatureImportance[] ranking =
        [
            .. Session.Run("Measure-FeatureImportance $model -Method Permutation -Seed 1").Select(row => (FeatureImportance)row.BaseObject),
        ];

        Assert.Equal(4, ranking.Length);
        Assert.StartsWith("petal", ranking[0].Feature, StringComparison.Ordinal);
    }

    [Fact]
    public void The_path_over_prototypes_is_measured()
    {
        dynamic[] points = [.. Session.Run("$model | Measure-PruningPath -Method Condensation").Select(point => (dynamic)point)];

        Assert.True(points.Length > 5);
        Assert.Equal(((NeighborModel)Session.Run("$model").Single().BaseObject).Prototypes, (long)points[0].Complexity);
        Assert.True(points[^1].Complexity < points[0].Complexity);
    }

    [Theory]
    [InlineData("$model", "3 nearest, Euclidean distance, uniform votes")]
    [InlineData("$model | Invoke-ModelPrune -Prototypes 9", "the nearest, Euclidean distance")]
    [InlineData(
        "$data | Train-Model -Kind Neighbors -Weighting Distance -Distance Cosine",
        "5 nearest, Cosine distance, votes by distance"
    )]
    public void The_list_view_says_how_neighbours_decide(string script, string text) =>
        Assert.Equal(text, ModelView.Structure((Model)Session.Run(script).Single().BaseObject));
}
