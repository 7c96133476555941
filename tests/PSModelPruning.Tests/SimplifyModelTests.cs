using PSModelPruning.Compute;
using PSModelPruning.Views;

namespace PSModelPruning.Tests;

public sealed class SimplifyModelTests
{
    private static readonly Lazy<ModuleSession> LazySession = new(() =>
    {
        var session = new ModuleSession();
        session.Run(
            """
            $ErrorActionPreference = 'Stop'
            $data = Import-Dataset $iris -Target species -Seed 1
            $tree = $data | Train-Model -Kind Tree
            $forest = $data | Train-Model -Kind Forest -TreeCount 10
            $neighbors = $data | Train-Model -Kind Neighbors
            $linear = $data | Train-Model -Kind Linear -Epochs 5
            $ensemble = $tree, $neighbors | Join-Model
            """,
            ("iris", ModuleSession.ExampleData("iris.csv"))
        );
        return session;
    });

    private static ModuleSession Session => LazySession.Value;

    [Theory]
    [InlineData("$tree")]
    [InlineData("$forest")]
    [InlineData("$neighbors")]
    [InlineData("$linear")]
    [InlineData("$ensemble")]
    public void The_first_features_of_a_ranking_stay_in_models_of_every_kind(string model)
    {
        var narrow = (Model)
            Session.Run($"(Measure-FeatureImportance {model})[0, 1] | Invoke-ModelPrune -Model {model}").Single().BaseObject;

        Assert.Equal(2, narrow.Dataset!.Features);
        Assert.Equal([1, 2], narrow.Pruning!.DroppedFeatures.Select(drop => drop.Order));
        Session.Run(
            $$"""
            $narrow = (Measure-FeatureImportance {{model}})[0, 1] | Invoke-ModelPrune -Model {{model}}
            $row = @{}
            foreach ($column in $narrow.Dataset.Columns) { if ($column.Role -eq 'Feature') { $row[$column.Name] = 1.5 } }
            """
        );
        Assert.Single(Session.Run("[pscustomobject]$row | Get-ModelPrediction -Model $narrow"));
    }

    [Fact]
    public void A_tree_that_looked_at_more_inputs_than_are_left_is_grown_on_all_that_are_left()
    {
        Session.Run("$drawing = $data | Train-Model -Kind Tree -MaxFeatures 3");

        Assert.Equal(
            1,
            ((Model)Session.Run("$drawing | Invoke-ModelPrune -KeepFeature sepal_length").Single().BaseObject).Dataset!.Features
        );
    }

    [Fact]
    public void Groups_that_go_as_a_whole_leave_another_number_of_features_and_it_is_told()
    {
        // All numbers of iris but the width of sepals go together.
        SessionResult result = Session.Invoke("$tree | Invoke-ModelPrune -Method GroupedPermutation -KeepFeature 2");

        int left = ((Model)result.Output.Single().BaseObject).Dataset!.Features;
        Assert.Contains($"{left} features are kept instead of 2", result.Warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$tree | Invoke-ModelPrune -Leaves 2 | Invoke-ModelPrune -KeepFeature sepal_length, sepal_width")]
    [InlineData("$forest | Invoke-ModelPrune -Keep 3 | Invoke-ModelPrune -KeepFeature sepal_length, sepal_width")]
    public void A_pruned_model_that_must_be_grown_again_warns_that_it_is_larger(string script) =>
        Assert.Single(Session.Invoke(script).Warnings, warning => warning.Contains("Remove features first", StringComparison.Ordinal));

    [Fact]
    public void An_elimination_tells_its_decisions_and_not_those_of_every_forest_that_it_grows()
    {
        SessionResult result = Session.Invoke("$forest | Invoke-ModelPrune -Method RecursiveElimination -Fold 3 -Verbose");

        Assert.Contains(result.Verbose, text => text.Contains("chosen", StringComparison.Ordinal));
        Assert.InRange(result.Verbose.Count(text => text.Contains("each split tries", StringComparison.Ordinal)), 0, 1);
    }

    [Theory]
    [InlineData("-Method AllRelevant -Option @{ Rounds = 20; Tentative = 'Keep' }")]
    [InlineData("-Method RecursiveElimination -Fold 3 -Rule Minimum")]
    [InlineData("-Method GroupedPermutation -KeepFeature 1 -Option @{ CorrelationThreshold = 0.9 }")]
    [InlineData("-Method FeatureImportance -Option @{ Scorer = 'InformationGain' } -Sparsity 0.5")]
    [InlineData("-Method FeatureImportance -MaxAccuracyDrop 0.1")]
    public void Every_method_says_what_went_and_why(string arguments)
    {
        var pruned = (Model)Session.Run($"$tree | Invoke-ModelPrune {arguments}").Single().BaseObject;

        Assert.Equal("Feature", pruned.Pruning!.Granularity);
        Assert.Equal(4 - pruned.Dataset!.Features, pruned.Pruning.DroppedFeatures.Count);
        Assert.All(pruned.Pruning.DroppedFeatures, drop => Assert.NotEmpty(drop.Reason));
        Assert.Equal(pruned.Pruning.DroppedFeatures.Count, pruned.Pruning.Layers[0].Removed);
    }

    [Fact]
    public void A_simple_model_takes_the_place_of_a_larger_one_and_says_why()
    {
        SessionResult result = Session.Invoke("$neighbors | Invoke-ModelPrune -Method Submodel -MaxAccuracyDrop 0.1 -Verbose");

        var simple = (Model)result.Output.Single().BaseObject;
        Assert.Contains(result.Verbose, line => line.StartsWith("Constant, 0 conditions: score ", StringComparison.Ordinal));
        // The first that holds the budget is taken, and the score is the fraction of validation rows that it gets right.
        double least = simple.Pruning!.ScoreBefore - 0.1;
        SubmodelTrial chosen = Assert.Single(simple.Pruning.Trials, trial => trial.Chosen);
        Assert.Equal(simple.Pruning.Trials.First(trial => trial.Score >= least), chosen);
        Assert.Equal(chosen.Score, simple.Pruning.ScoreAfter, 12);
        Assert.Equal(chosen.Complexity, simple.Complexity);
        Assert.Equal(
            simple.Pruning.ScoreAfter,
            Session
                .Run("$data | Get-ModelPrediction -Model $simple -Partition Validation", ("simple", simple))
                .Average(row => row.Properties["Prediction"].Value.Equals(row.Properties["Actual"].Value) ? 1.0 : 0.0),
            12
        );
    }

    [Fact]
    public void Nothing_is_made_with_WhatIf()
    {
        PruningLayer[] features =
        [
            .. Session.Run("$tree | Invoke-ModelPrune -KeepFeature 3 -WhatIf").Select(row => (PruningLayer)row.BaseObject),
        ];
        var simple = (PruningLayer)
            Session.Run("$neighbors | Invoke-ModelPrune -Method Submodel -MaxAccuracyDrop 0.1 -WhatIf").Single().BaseObject;

        Assert.Equal(("feature", 1L), (features[0].Unit, features[0].Removed));
        Assert.True(simple.ParametersAfter < simple.ParametersBefore);
    }

    [Theory]
    [InlineData("$tree | Invoke-ModelPrune -Method AllRelevant -Option @{ Scorer = 'Correlation' }", "ParameterNotForMethod")]
    [InlineData("$tree | Invoke-ModelPrune -Method RecursiveElimination -Leaves 3", "TargetNotForFeatures")]
    [InlineData("$tree | Invoke-ModelPrune -Method GroupedPermutation", "PruningTargetMissing")]
    [InlineData("$tree | Invoke-ModelPrune -Method RecursiveElimination -Fold 900", "FoldOutOfRange")]
    [InlineData("$tree | Invoke-ModelPrune -KeepFeature 2 -Option @{ Scorer = 'Coefficient' }", "ImportanceNotForModel")]
    [InlineData("$tree | Invoke-ModelPrune -Method CostComplexity -KeepFeature 2", "MethodNotForFeatures")]
    [InlineData("$ensemble | Invoke-ModelPrune -Method RecursiveElimination", "ModelNotFittedAgain")]
    [InlineData("$tree | Invoke-ModelPrune -Method Submodel -Sparsity 0.5", "SubmodelNeedsBudget")]
    [InlineData("$tree | Invoke-ModelPrune -Method Submodel -KeepFeature 2", "SubmodelNeedsBudget")]
    [InlineData("$tree | Invoke-ModelPrune -Method Submodel -FineTuneEpochs 2", "ParameterNotForMethod")]
    [InlineData("$tree | Invoke-ModelPrune -Method Submodel -MaxSizeKB 0.001", "BudgetNotReached")]
    [InlineData(
        "$tree | Invoke-ModelPrune -Method Submodel -Dataset (Import-Dataset $iris -Target species -ValidationFraction 0)",
        "BudgetNeedsValidation"
    )]
    public void Mistakes_are_refused(string script, string errorId) =>
        Assert.Equal(errorId + ",PSModelPruning.Commands.InvokeModelPruneCommand", Session.Fail(script).FullyQualifiedErrorId);

    [Theory]
    [InlineData("-Option @{ Rounds = 4 }", "OptionOutOfRange")]
    [InlineData("-Option @{ Significance = 0.6 }", "OptionOutOfRange")]
    [InlineData("-Option @{ StepFraction = 0.95 }", "OptionOutOfRange")]
    [InlineData("-Option @{ CorrelationThreshold = 0 }", "OptionOutOfRange")]
    [InlineData("-Option @{ Scorer = 'Importance' }", "VariantUnknown")]
    [InlineData("-Option @{ Tentative = 'Maybe' }", "VariantUnknown")]
    [InlineData("-Option @{ Correction = 'Holm' }", "VariantUnknown")]
    public void Values_out_of_range_are_refused(string argument, string id) =>
        Assert.StartsWith(
            id + ",",
            Session.Fail($"$tree | Invoke-ModelPrune -Method AllRelevant {argument}").FullyQualifiedErrorId,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Invoke-ModelPrune -Method Recurs", "RecursiveElimination")]
    [InlineData("Invoke-ModelPrune -Method Subm", "Submodel")]
    [InlineData("Select-ModelFeature -Scorer Mutual", "MutualInformation")]
    [InlineData("Invoke-ModelPrune -Option Correction=False", "Correction=FalseDiscoveryRate")]
    [InlineData("Invoke-ModelPrune -Option Tentative=Comp", "Tentative=Compare")]
    [InlineData("Measure-FeatureImportance -Method Grouped", "GroupedPermutation")]
    public void Names_complete(string line, string completion) =>
        Assert.Contains(Session.Run("(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", ("line", line)), text =>
            text.ToString() == completion
        );

    [Fact]
    public void Views_read_well()
    {
        var trial = new SubmodelTrial("Tree", "a tree", 1, "leaves", 0.5, 0.5, true, "enough");

        Assert.Equal("1 leaf", SimplificationView.Complexity(trial));
        Assert.Equal("3 conditions", SimplificationView.Complexity(trial with { Complexity = 3, ComplexityUnit = "conditions" }));
        Assert.Equal(("*", ""), (SimplificationView.Mark(trial), SimplificationView.Mark(trial with { Chosen = false })));
        Assert.Equal("-", SimplificationView.Importance(double.NaN));
    }
}
