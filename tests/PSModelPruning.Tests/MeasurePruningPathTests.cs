using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Views;

namespace PSModelPruning.Tests;

public sealed class MeasurePruningPathTests
{
    private const string Command = ",PSModelPruning.Commands.MeasurePruningPathCommand",
        Prune = ",PSModelPruning.Commands.InvokeModelPruneCommand";

    private static readonly Lazy<ModuleSession> LazySession = new(Train);

    private static ModuleSession Session => LazySession.Value;

    [Fact]
    public void A_trees_path_goes_from_the_tree_to_its_root_and_marks_what_the_rules_choose()
    {
        PruningPathPoint[] path = Points("$tree | Measure-PruningPath");

        Assert.Equal("CostComplexity", path[0].Method);
        Assert.Equal(0, path[0].Alpha);
        Assert.Equal(1, path[0].TrainingScore, 9);
        Assert.Equal(1, path[^1].Leaves);
        Assert.Equal(1, path[^1].RelativeRisk, 9);
        Assert.Equal(path.Select(point => point.Alpha).Order(), path.Select(point => point.Alpha));
        Assert.Equal(path.Select(point => point.Complexity).OrderDescending(), path.Select(point => point.Complexity));
        Assert.All(path, point => Assert.InRange(point.StandardError, 0.0001, 0.2));
        PruningPathPoint best = path.Single(point => point.ChosenBy.Contains("Minimum", StringComparison.Ordinal)),
            simplest = path.Single(point => point.ChosenBy.Contains("OneStandardError", StringComparison.Ordinal));
        Assert.Equal(path.Max(point => point.CrossValidatedScore), best.CrossValidatedScore);
        Assert.True(simplest.Complexity <= best.Complexity);
        Assert.True(simplest.CrossValidatedScore >= best.CrossValidatedScore - best.StandardError);
    }

    [Fact]
    public void The_alpha_of_a_point_gives_the_tree_of_the_point()
    {
        IReadOnlyList<PSObject> leaves = Session.Run(
            """
            $path = $tree | Measure-PruningPath
            $point = $path.Where{ $_.ChosenBy -like '*OneStandardError*' }
            ($tree | Invoke-ModelPrune -Alpha $point.Alpha).Leaves
            ($tree | Invoke-ModelPrune -Rule OneStandardError).Leaves
            ($tree | Invoke-ModelPrune).Leaves
            $point.Leaves
            """
        );

        Assert.Single(leaves.Select(number => Convert.ToInt64(number.BaseObject)).Distinct());
    }

    [Fact]
    public void Points_are_piped_on_and_give_a_model_each()
    {
        Assert.Equal(
            Points("$tree | Measure-PruningPath -Fold 0").Select(point => point.Complexity),
            Session
                .Run("$tree | Measure-PruningPath -Fold 0 | Invoke-ModelPrune -Model $tree")
                .Select(model => ((Model)model.BaseObject).Complexity)
        );
        Assert.Equal(
            Points("$tree | Measure-PruningPath -Fold 0 -Method Pessimistic").Select(point => point.Leaves),
            Session
                .Run("$tree | Measure-PruningPath -Fold 0 -Method Pessimistic | Invoke-ModelPrune -Model $tree")
                .Select(model => (long)((TreeModel)model.BaseObject).Leaves)
        );

        var network = (NetworkModel)
            Session
                .Run(
                    "$network | Measure-PruningPath -Sparsity 0.5 -Granularity Neuron | Invoke-ModelPrune -Model $network -FineTuneEpochs 0"
                )
                .Last()
                .BaseObject;
        Assert.Equal("Neuron", network.Pruning!.Granularity);
        Assert.Equal(0.5, network.Pruning.Sparsity, 1);
    }

    [Fact]
    public void Without_folds_the_validation_rows_choose()
    {
        PruningPathPoint[] path = Points("$tree | Measure-PruningPath -Fold 0");

        Assert.All(path, point => Assert.True(double.IsNaN(point.CrossValidatedScore)));
        Assert.Equal(
            path.Max(point => point.ValidationScore),
            path.Single(point => point.ChosenBy.Contains("Minimum", StringComparison.Ordinal)).ValidationScore
        );
    }

    [Fact]
    public void A_networks_path_goes_over_sparsities()
    {
        PruningPathPoint[] path = Points("$network | Measure-PruningPath -Sparsity 0.9, 0.5");

        Assert.Equal([0, 0.5, 0.9], path.Select(point => Math.Round(point.Sparsity, 3)));
        Assert.Equal("weights", path[0].ComplexityUnit);
        Assert.All(path, point => Assert.True(double.IsNaN(point.Alpha) && !double.IsNaN(point.TrainingScore)));
        Assert.Equal(
            Convert.ToDouble(
                Session
                    .Run("($network | Invoke-ModelPrune -Sparsity 0.9 -Schedule OneShot -FineTuneEpochs 0).Pruning.ScoreAfter")
                    .Single()
                    .BaseObject
            ),
            path[^1].ValidationScore,
            6
        );
        // The network itself was not disposed with the pruned ones.
        Assert.Equal(0, Convert.ToDouble(Session.Run("$network.Sparsity").Single().BaseObject), 6);
    }

    [Fact]
    public void A_networks_folds_are_trained_and_pruned_anew()
    {
        PruningPathPoint[] path = Points("$trained | Measure-PruningPath -Sparsity 0.5, 0.98 -Fold 2");

        // Each of the 105 training rows is judged once, so that a score is a count of them and its error that of a binomial fraction.
        Assert.All(path, point =>
        {
            double right = point.CrossValidatedScore * 105;
            Assert.Equal(Math.Round(right), right, 6);
            Assert.Equal(Math.Sqrt(point.CrossValidatedScore * (1 - point.CrossValidatedScore) / 105), point.StandardError, 6);
        });
        // Networks that half of the rows have trained tell most of the others right; two weights of a hundred tell nothing.
        Assert.InRange(path[0].CrossValidatedScore, 0.75, 1);
        Assert.InRange(path[^1].CrossValidatedScore, 0.3, 0.4);
    }

    [Fact]
    public void Long_paths_are_thinned_and_keep_what_the_rules_choose()
    {
        PruningPathPoint[] all = Points("$tree | Measure-PruningPath"),
            thinned = Points("$tree | Measure-PruningPath -MaxPoints 3");

        Assert.InRange(thinned.Length, 3, 5);
        Assert.Equal(all.Where(point => point.ChosenBy.Length > 0), thinned.Where(point => point.ChosenBy.Length > 0));
        Assert.Equal(all[^1], thinned[^1]);
    }

    [Fact]
    public void The_decision_is_told_and_the_chosen_tree_is_reported()
    {
        SessionResult result = Session.Invoke("$tree | Invoke-ModelPrune -Verbose");

        Assert.Contains(result.Verbose, text => text.Contains("Cross-validation in 10 parts", StringComparison.Ordinal));
        var model = (TreeModel)result.Output.Single().BaseObject;
        Assert.Equal("Node", model.Pruning!.Granularity);
        Assert.Equal("rule OneStandardError", model.Pruning.Target);
        Assert.Equal(model.Pruning.ScoreAfter, model.Pruning.Rounds[^1].ScoreTuned);
    }

    [Fact]
    public void WhatIf_shows_what_would_go_of_a_tree()
    {
        var row = (PruningLayer)Session.Run("$tree | Invoke-ModelPrune -Leaves 4 -WhatIf").Single().BaseObject;

        Assert.Equal("node", row.Unit);
        Assert.InRange(row.Kept, 1, 7);
    }

    [Theory]
    [InlineData("$tree | Measure-PruningPath -Sparsity 0.5", "ParameterNotForMethod" + Command)]
    [InlineData("$tree | Measure-PruningPath -Confidence 0.1", "ParameterNotForMethod" + Command)]
    [InlineData("$tree | Measure-PruningPath -Method AllRelevant", "MethodNotForModel" + Command)]
    [InlineData("$rules | Measure-PruningPath", "ModelNotPrunable" + Command)]
    [InlineData("$tree | Measure-PruningPath -Method Taylor", "MethodNotForModel" + Command)]
    [InlineData("$network | Measure-PruningPath -Method ReducedError", "MethodNotForModel" + Command)]
    [InlineData("$network | Measure-PruningPath -Sparsity 1.0", "SparsityOutOfRange" + Command)]
    [InlineData("$tree | Measure-PruningPath -Fold 1", "FoldOutOfRange" + Command)]
    [InlineData("$tree | Measure-PruningPath -Fold 1000", "FoldOutOfRange" + Command)]
    [InlineData("$tree | Measure-PruningPath -Method Nonsense", "ParameterArgumentValidationError" + Command)]
    [InlineData("$tree | Measure-PruningPath -Dataset $other", "SchemaMismatch" + Command)]
    [InlineData("($forest | Measure-PruningPath)[2] | Invoke-ModelPrune -Model $tree", "PointNotForModel" + Prune)]
    [InlineData("($tree | Measure-PruningPath)[2] | Invoke-ModelPrune -Model $network", "PointNotForModel" + Prune)]
    [InlineData("$tree | Invoke-ModelPrune -MaxMacs 100", "BudgetNotForModel" + Prune)]
    [InlineData("$tree | Invoke-ModelPrune -Granularity Channel -Leaves 3", "ParametersNotTogether" + Prune)]
    [InlineData("$tree | Invoke-ModelPrune -Method ReducedError -Alpha 0.1", "ParameterNotForMethod" + Prune)]
    [InlineData("$tree | Invoke-ModelPrune -Keep 3", "ParameterNotForMethod" + Prune)]
    [InlineData("$network | Invoke-ModelPrune -Leaves 3", "ParameterNotForMethod" + Prune)]
    [InlineData("$tree | Invoke-ModelPrune -Leaves 3 -Alpha 0.1", "ParametersNotTogether" + Prune)]
    [InlineData("$tree | Invoke-ModelPrune -Sparsity 1.0", "SparsityOutOfRange" + Prune)]
    [InlineData("$tree | Invoke-ModelPrune -Alpha -1", "ParameterArgumentValidationError" + Prune)]
    [InlineData("$tree | Invoke-ModelPrune -Rule Best", "ParameterArgumentValidationError" + Prune)]
    [InlineData("$tree | Invoke-ModelPrune -MaxSizeKB 0.001", "BudgetNotReached" + Prune)]
    [InlineData("$unvalidated | Invoke-ModelPrune -Method ReducedError", "MethodNeedsValidation" + Prune)]
    [InlineData("$unvalidated | Invoke-ModelPrune -MaxAccuracyDrop 0.01", "BudgetNeedsValidation" + Prune)]
    [InlineData("$numbers | Invoke-ModelPrune -Method Pessimistic", "MethodNeedsClasses" + Prune)]
    public void Bad_input_is_an_error_that_names_what_would_be_right(string script, string id) =>
        Assert.Equal(id, Session.Fail(script).FullyQualifiedErrorId);

    [Fact]
    public void Texts_of_the_view_are_readable()
    {
        var point = new PruningPathPoint
        {
            Model = "m",
            Method = "CostComplexity",
            Step = 1,
            Complexity = 1234,
            ComplexityUnit = "nodes",
            Alpha = 0.0022664,
            CrossValidatedScore = 0.9412,
            StandardError = 0.0031,
            ValidationScore = 0.93,
        };

        Assert.Equal("1,234 nodes", PruningPathView.Complexity(point).Replace('.', ','));
        Assert.StartsWith("alpha 0", PruningPathView.Parameter(point), StringComparison.Ordinal);
        Assert.StartsWith("50", PruningPathView.Parameter(point with { Alpha = double.NaN, Sparsity = 0.5 }), StringComparison.Ordinal);
        Assert.Contains("±", PruningPathView.CrossValidated(point), StringComparison.Ordinal);
        Assert.DoesNotContain("±", PruningPathView.Validation(point), StringComparison.Ordinal);
        Assert.Contains("±", PruningPathView.Validation(point with { CrossValidatedScore = double.NaN }), StringComparison.Ordinal);
        Assert.Equal("-", PruningPathView.CrossValidated(point with { CrossValidatedScore = double.NaN }));
        Assert.Equal("1 node", PruningPathView.Complexity(point with { Complexity = 1 }));
        Assert.Equal("alpha 74,207", PruningPathView.Parameter(point with { Alpha = 74206.9 }).Replace('.', ','));
        Assert.InRange(PruningPathView.Parameter(point with { Alpha = 0.000012345 }).Length, 1, 14);
        Assert.Equal("Min, 1 SE", PruningPathView.ChosenBy(point with { ChosenBy = "Minimum, OneStandardError" }));
    }

    [Fact]
    public void A_method_without_a_path_is_sent_to_the_cmdlet_that_takes_it() =>
        Assert.Contains(
            "Invoke-ModelPrune -Method AllRelevant",
            Session.Fail("$tree | Measure-PruningPath -Method allrelevant").Exception.Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_budget_that_a_tree_misses_does_not_advise_what_only_networks_read()
    {
        string message = Session.Fail("$tree | Invoke-ModelPrune -MaxSizeKB 0.001").Exception.Message;

        Assert.Contains("another -Method", message, StringComparison.Ordinal);
        Assert.DoesNotContain("FineTune", message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_fewer_rows_than_parts_the_default_of_cross_validation_takes_as_many_parts_as_rows()
    {
        Session.Run(
            "$few = 1..6 | ForEach-Object { [pscustomobject]@{ a = $_; k = ('x', 'y')[$_ % 2] } } | Import-Dataset -Target k | "
                + "Train-Model -Kind Tree"
        );

        Assert.IsType<TreeModel>(Session.Run("$few | Invoke-ModelPrune").Single().BaseObject);
        Assert.StartsWith(
            "FoldOutOfRange",
            Session.Fail("$few | Invoke-ModelPrune -Fold 10").FullyQualifiedErrorId,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_target_that_takes_nothing_is_told() =>
        Assert.Contains(
            "Nothing was removed",
            Assert.Single(Session.Invoke("$tree | Invoke-ModelPrune -Leaves 1000").Warnings),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("$tree | Measure-PruningPath -Method ", "CostComplexity ReducedError Pessimistic MinimumError MinimumDescriptionLength")]
    [InlineData("$tree | Invoke-ModelPrune -Method R", "ReducedError RecursiveElimination")]
    [InlineData("$network | Invoke-ModelPrune -Method R", "Random RecursiveElimination")]
    public void Methods_complete_for_the_model(string line, string expected)
    {
        string[] texts =
        [
            .. Session
                .Run("(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", ("line", line))
                .Select(text => text.ToString()),
        ];

        Assert.Equal(expected.Split(' '), texts);
    }

    private static PruningPathPoint[] Points(string script) =>
        [.. Session.Run(script).Select(point => Assert.IsType<PruningPathPoint>(point.BaseObject))];

    private static ModuleSession Train()
    {
        var session = new ModuleSession();
        session.Run(
            """
            $ErrorActionPreference = 'Stop'
            $data = Import-Dataset $cancer -Target diagnosis -Seed 1
            $tree = $data | Train-Model -Kind Tree -Seed 1
            $forest = $data | Train-Model -Kind Forest -TreeCount 5
            $rules = $tree | Invoke-ModelPrune -Method Submodel -MaxAccuracyDrop 0.5
            $unvalidated = Import-Dataset $cancer -Target diagnosis -ValidationFraction 0 | Train-Model -Kind Tree
            $numbers = Import-Dataset $wine -Target alcohol -Seed 1 | Train-Model -Kind Tree
            $other = Import-Dataset $iris -Target species -Seed 1
            $network = $other | Train-Model -Epochs 3 -Seed 1
            $trained = $other | Train-Model -Epochs 60 -Patience 0 -Seed 1
            """,
            ("cancer", ModuleSession.ExampleData("breast-cancer.csv")),
            ("wine", ModuleSession.ExampleData("wine.csv")),
            ("iris", ModuleSession.ExampleData("iris.csv"))
        );
        return session;
    }
}
