using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Pruning.Trees;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning.Paths;

public sealed class PathPrunerTests
{
    private static readonly Lazy<TreeModel> LazyTree = new(() => Grown(3)),
        LazyNumbers = new(() => Grown(0));

    private static TreeModel Tree => LazyTree.Value;

    [Fact]
    public void All_points_are_scored_at_once_as_their_models_score()
    {
        foreach (TreeModel tree in new[] { Tree, LazyNumbers.Value })
        {
            PruningPath path = PathOf(tree, "CostComplexity");
            int[] points =
            [
                0,
                1,
                path.Candidates.Count / 3,
                path.Candidates.Count / 2,
                path.Candidates.Count - 2,
                path.Candidates.Count - 1,
            ];
            IReadOnlyList<PathLoss> losses = path.Losses(points, tree.Dataset!, PartitionName.Validation, SilentMonitor.Instance);

            for (int i = 0; i < points.Length; i++)
            {
                PathLoss expected = PathLoss.Of(
                    path.Candidates[points[i]].Make(),
                    tree.Dataset!,
                    PartitionName.Validation,
                    SilentMonitor.Instance
                );
                Assert.Equal(expected.Rows, losses[i].Rows);
                Assert.Equal(expected.Sum, losses[i].Sum, 1e-8);
                Assert.Equal(expected.SumOfSquares, losses[i].SumOfSquares, 1e-8);
            }
        }
    }

    [Theory]
    [InlineData("Leaves")]
    [InlineData("Alpha")]
    [InlineData("Sparsity")]
    public void A_named_target_is_met_with_as_little_pruning_as_it_needs(string target)
    {
        PruningPath path = PathOf(Tree, "CostComplexity");
        PathCandidate wanted = path.Candidates[path.Candidates.Count / 2];
        PruningTarget asked = target switch
        {
            "Leaves" => new PruningTarget { Leaves = (int)wanted.Leaves },
            "Alpha" => new PruningTarget { Alpha = wanted.Parameter },
            _ => new PruningTarget { Sparsity = 1 - (double)wanted.Complexity / Tree.Nodes },
        };

        var pruned = (TreeModel)Prune(Tree, asked);

        Assert.Equal(wanted.Leaves, pruned.Leaves);
        Assert.Same(Tree, pruned.Parent);
        Assert.Equal("Node", pruned.Pruning!.Granularity);
        Assert.Equal(1 - (double)pruned.Nodes / Tree.Nodes, pruned.Sparsity, 12);
        Assert.Equal(
            ModelEvaluator.Evaluate(pruned, Tree.Dataset!, PartitionName.Validation, SilentMonitor.Instance).Score,
            pruned.Pruning.ScoreAfter,
            1e-9
        );
        Assert.Equal(
            ModelEvaluator.Evaluate(Tree, Tree.Dataset!, PartitionName.Validation, SilentMonitor.Instance).Score,
            pruned.Pruning.ScoreBefore,
            1e-9
        );
    }

    [Fact]
    public void Fractions_are_of_the_original_tree()
    {
        Model half = Prune(Tree, new PruningTarget { Sparsity = 0.5 }),
            less = Prune(half, new PruningTarget { Sparsity = 0.8 });

        Assert.InRange(less.Sparsity, 0.8 - 1e-9, 0.85);
        Assert.Equal(
            "SparsityAlreadyReached",
            Assert.Throws<ComputeException>(() => Prune(less, new PruningTarget { Sparsity = 0.5 })).ErrorId
        );
    }

    [Fact]
    public void Without_a_target_cross_validation_chooses_by_one_standard_error()
    {
        var monitor = new CollectingMonitor();
        var chosen = (TreeModel)new PathPruner().Prune(Tree, null, Options(new PruningTarget()), monitor);
        var minimum = (TreeModel)Prune(Tree, new PruningTarget { Rule = "minimum" });

        Assert.Contains("OneStandardError", chosen.Pruning!.Target);
        Assert.True(chosen.Leaves <= minimum.Leaves);
        // The noise of a quarter of the classes is not in the chosen tree.
        Assert.True(chosen.Leaves < Tree.Leaves / 5);
        Assert.True(chosen.Pruning.ScoreAfter > chosen.Pruning.ScoreBefore);
        Assert.True(chosen.Pruning.Rounds.Count > 2);
        Assert.Contains(monitor.Decisions, decision => decision.Contains("Cross-validation", StringComparison.Ordinal));
        Assert.Equal(chosen.Nodes, ((TreeModel)Prune(Tree, new PruningTarget { Rule = "OneStandardError" })).Nodes);
    }

    [Fact]
    public void Cross_validated_figures_are_those_of_an_independent_computation()
    {
        // Each point by making its model on every part; the path scores all points in one pass.
        PathMethod method = PathMethodCatalog.Get(Tree, "CostComplexity");
        PruningPath path = PathOf(Tree, "CostComplexity");
        int[] points = [0, path.Candidates.Count / 2, path.Candidates.Count - 1];
        PathFigures figures = PathCrossValidation.Run(
            Tree,
            method,
            path,
            points,
            Tree.Dataset!,
            Options(new PruningTarget()).WithPath(path => path with { Fold = 5 }),
            SilentMonitor.Instance
        );

        var split = new FoldSplit(Tree.Dataset!, 5, 0);
        for (int i = 0; i < points.Length; i++)
        {
            double alpha =
                points[i] == path.Candidates.Count - 1
                    ? double.MaxValue
                    : Math.Sqrt(path.Candidates[points[i]].Parameter * path.Candidates[points[i] + 1].Parameter);
            int right = 0;
            for (int fold = 0; fold < 5; fold++)
            {
                Dataset part = split.Fold(fold);
                Model fitted = ModelKindCatalog.Of(Tree)!.Refit(Tree, part, 0, SilentMonitor.Instance);
                PruningPath own = method.Path(fitted, part, Options(new PruningTarget()), SilentMonitor.Instance);
                Model pruned = own.Candidates.Last(candidate => candidate.Parameter <= alpha).Make();
                right += (int)
                    Math.Round(ModelEvaluator.Evaluate(pruned, part, PartitionName.Test, SilentMonitor.Instance).Accuracy * part.TestRows);
            }
            double accuracy = (double)right / Tree.Dataset!.TrainingRows;
            Assert.Equal(accuracy, figures.Scores[i], 1e-9);
            Assert.Equal(Math.Sqrt(accuracy * (1 - accuracy) / Tree.Dataset.TrainingRows), figures.StandardErrors[i], 1e-9);
        }
    }

    [Fact]
    public void A_tree_that_was_pruned_before_is_cross_validated_as_it_is()
    {
        PruningPath whole = PathOf(Tree, "CostComplexity");
        int half = whole.Candidates.Count / 2;
        var pruned = (TreeModel)Prune(Tree, new PruningTarget { Alpha = whole.Candidates[half].Parameter });
        PruningPath rest = PathOf(pruned, "CostComplexity");

        // The parts' trees are grown in full, and must be pruned to where the tree is.
        Assert.Equal(whole.Candidates[half + 1].Parameter, rest.Candidates[1].Parameter, 1e-12);
        Assert.InRange(rest.Representative(0), whole.Candidates[half].Parameter, whole.Candidates[half + 1].Parameter);
        Assert.Equal(0, whole.Representative(0));
    }

    [Fact]
    public void Targets_beyond_the_end_of_a_path_are_errors_that_say_where_it_ends()
    {
        var path = new PruningPath(
            "prototype",
            [new PathCandidate(Tree.Nodes, 0, () => Tree), new PathCandidate(Tree.Nodes - 4, 0.1, () => Tree)],
            natural: 1
        );
        PathMethod method = PathMethodCatalog.Get(Tree, "CostComplexity");

        ComputeException sparsity = Assert.Throws<ComputeException>(() =>
            PathTarget.Choose(Tree, method, path, null, Options(new PruningTarget { Sparsity = 0.9 }), SilentMonitor.Instance)
        );
        ComputeException keep = Assert.Throws<ComputeException>(() =>
            PathTarget.Choose(Tree, method, path, null, Options(new PruningTarget { Keep = 3 }), SilentMonitor.Instance)
        );

        Assert.Equal("SparsityNotReachable", sparsity.ErrorId);
        Assert.Equal("KeepNotReachable", keep.ErrorId);
        Assert.All([sparsity, keep], error => Assert.Contains("prototypes", error.Message));
        Assert.Equal(1, PathTarget.Choose(Tree, method, path, null, Options(new PruningTarget()), SilentMonitor.Instance).Point);
    }

    [Fact]
    public void A_budget_of_accuracy_allows_the_simplest_tree_that_keeps_it()
    {
        PruningPath path = PathOf(Tree, "CostComplexity");
        double before = Score(Tree);
        var pruned = (TreeModel)Prune(Tree, new PruningTarget { MaxAccuracyDrop = 0.01 });

        Assert.True(pruned.Pruning!.ScoreAfter >= before - 0.01 - 1e-9);
        Assert.All(path.Candidates.Where(candidate => candidate.Complexity < pruned.Nodes), candidate =>
            Assert.True(Score(candidate.Make()) < before - 0.01)
        );
    }

    [Fact]
    public void A_budget_of_size_takes_the_largest_tree_within_it()
    {
        PruningPath path = PathOf(Tree, "CostComplexity");
        PathCandidate wanted = path.Candidates[path.Candidates.Count / 2];
        var pruned = (TreeModel)Prune(Tree, new PruningTarget { MaxSizeKB = wanted.Make().PackedBytes / 1024.0 });

        Assert.Equal(wanted.Complexity, pruned.Nodes);
    }

    [Fact]
    public void Budgets_that_cannot_be_met_say_what_was_reached()
    {
        ComputeException size = Assert.Throws<ComputeException>(() => Prune(Tree, new PruningTarget { MaxSizeKB = 0.001 }));
        ComputeException both = Assert.Throws<ComputeException>(() =>
            Prune(Tree, new PruningTarget { MaxSizeKB = 0.02, MaxAccuracyDrop = 0 })
        );

        Assert.Equal("BudgetNotReached", size.ErrorId);
        Assert.Contains("KB packed", size.Message);
        Assert.Equal("BudgetNotReached", both.ErrorId);
        Assert.Contains("score", both.Message);
    }

    [Theory]
    [InlineData("Granularity", "Element", "CostComplexity")]
    [InlineData("Schedule", "OneShot", "CostComplexity")]
    [InlineData("Keep", 3, "CostComplexity")]
    [InlineData("Alpha", 0.1, "ReducedError")]
    [InlineData("Confidence", 0.25, "MinimumError")]
    public void Parameters_that_would_do_nothing_are_refused(string parameter, object value, string method)
    {
        PruningOptions options = (Options(new PruningTarget()) with { Method = method }).With(parameter, value);
        ComputeException error = Assert.Throws<ComputeException>(() => new PathPruner().Prune(Tree, null, options, SilentMonitor.Instance));

        Assert.Equal("ParameterNotForMethod", error.ErrorId);
        Assert.StartsWith(parameter + " ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_accumulates_bound_nothing_in_a_tree() =>
        Assert.Equal("BudgetNotForModel", Assert.Throws<ComputeException>(() => Prune(Tree, new PruningTarget { MaxMacs = 10 })).ErrorId);

    [Fact]
    public void Folds_without_cross_validation_are_warned_of()
    {
        var monitor = new CollectingMonitor();
        new PathPruner().Prune(Tree, null, Options(new PruningTarget { Leaves = 5 }), monitor);

        Assert.Contains(monitor.Warnings, warning => warning.Contains("Fold has no effect", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_has_one_row_and_names_what_stays()
    {
        PruningLayer row = Assert.Single(
            new PathPruner().Plan(Tree, null, Options(new PruningTarget { Leaves = 5 }), SilentMonitor.Instance)
        );

        Assert.Equal("node", row.Unit);
        Assert.Equal(Tree.Nodes, row.Before);
        Assert.InRange(row.Kept, 1, 9);
    }

    [Fact]
    public void Cancellation_ends_cross_validation()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            new PathPruner().Prune(Tree, null, Options(new PruningTarget()), new SilentMonitor(stop.Token))
        );
    }

    [Fact]
    public void A_single_leaf_can_be_pruned_to_itself()
    {
        Model stump = Prune(Tree, new PruningTarget { Leaves = 1 });

        Assert.Equal(1, ((TreeModel)Prune(stump, new PruningTarget())).Nodes);
        Assert.Equal(1, ((TreeModel)Prune(stump, new PruningTarget { MaxAccuracyDrop = 0 })).Nodes);
    }

    [Fact]
    public void Long_paths_are_thinned_to_their_ends_and_even_steps_between()
    {
        var path = new PruningPath(
            "unit",
            [.. Enumerable.Range(0, 1000).Select(i => new PathCandidate(1000 - i, i / 1000.0, () => Tree))],
            natural: 321
        );
        IReadOnlyList<int> points = PathPoints.Thin(path, 20);

        Assert.InRange(points.Count, 15, 20);
        Assert.Equal(0, points[0]);
        Assert.Equal(999, points[^1]);
        Assert.Contains(321, points);
        Assert.Equal(points.Order().Distinct(), points);
    }

    [Fact]
    public void A_slow_path_is_searched_without_scoring_all_of_it()
    {
        int made = 0;
        PruningPath tree = PathOf(Tree, "CostComplexity");
        var slow = new PruningPath(
            "node",
            [
                .. tree.Candidates.Select(candidate =>
                    candidate with
                    {
                        Make = () =>
                        {
                            made++;
                            return candidate.Make();
                        },
                    }
                ),
            ]
        );
        double before = Score(Tree);
        PathChoice choice = PathBudgetSearch.Find(
            Tree,
            slow,
            Tree.Dataset,
            Options(new PruningTarget { MaxAccuracyDrop = 0.01 }),
            SilentMonitor.Instance
        );

        Assert.True(slow.Candidates.Count > PathPoints.Affordable + 20, $"{slow.Candidates.Count} points are too few to tell.");
        Assert.True(made <= PathPoints.Affordable + 6, $"{made} models were made.");
        Assert.True(Score(slow.Candidates[choice.Point].Make()) >= before - 0.01);
    }

    private static PruningOptions Options(PruningTarget target) =>
        new()
        {
            Target = target,
            Path = new() { Fold = 5 },
        };

    private static Model Prune(Model model, PruningTarget target) =>
        new PathPruner().Prune(model, null, Options(target), SilentMonitor.Instance);

    private static PruningPath PathOf(TreeModel tree, string method) =>
        PathMethodCatalog.Get(tree, method).Path(tree, tree.Dataset, Options(new PruningTarget()), SilentMonitor.Instance);

    private static double Score(Model model) =>
        ModelEvaluator.Evaluate(model, Tree.Dataset!, PartitionName.Validation, SilentMonitor.Instance).Score;

    private static TreeModel Grown(int classes) =>
        (TreeModel)
            ModelKindCatalog
                .Get("Tree")
                .Train(HandMadeTree.Data(2000, 400, classes, 5), new TrainingRequest { Kind = "Tree" }, SilentMonitor.Instance);
}
