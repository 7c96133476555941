using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Tests.Pruning.Forests;

public sealed class SelectionTests
{
    private static readonly ForestModel Forest = ForestFixture.Forest(ForestFixture.Wine, 12);

    public static TheoryData<string> Methods =>
        ["ReducedError", "Complementarity", "MarginDistance", "IndividualRank", "Kappa", "Clustering"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_path_begins_with_the_whole_forest_and_loses_one_tree_a_step(string method)
    {
        PathMethod chosen = PathMethodCatalog.Get(Forest, method);
        PruningPath path = chosen.Path(
            Forest,
            ForestFixture.Wine,
            ForestFixture.Options(method, new PruningTarget { Keep = 3 }),
            SilentMonitor.Instance
        );

        Assert.Equal(
            Enumerable.Range(1, 12).Reverse().Select(count => (long)count),
            path.Candidates.Select(candidate => candidate.Complexity)
        );
        var whole = (ForestModel)path.Candidates[0].Make();
        Assert.NotSame(Forest, whole);
        Assert.Equal(ForestFixture.Predict(Forest, ForestFixture.Wine.Test), ForestFixture.Predict(whole, ForestFixture.Wine.Test));
        foreach (int point in (int[])[0, 5, 11])
            Assert.Equal(path.Candidates[point].Complexity, path.Candidates[point].Make().Complexity);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Losses_of_all_points_are_those_of_the_models_that_are_made(string method)
    {
        PathMethod chosen = PathMethodCatalog.Get(Forest, method);
        PruningPath path = chosen.Path(
            Forest,
            ForestFixture.Wine,
            ForestFixture.Options(method, new PruningTarget { Keep = 3 }),
            SilentMonitor.Instance
        );
        int[] points = [.. Enumerable.Range(0, 12)];

        IReadOnlyList<PathLoss> losses = path.Losses(points, ForestFixture.Wine, PartitionName.Test, SilentMonitor.Instance);

        foreach (int point in points)
            Assert.Equal(
                PathLoss.Of(path.Candidates[point].Make(), ForestFixture.Wine, PartitionName.Test, SilentMonitor.Instance),
                losses[point]
            );
    }

    [Theory]
    [InlineData("ReducedError")]
    [InlineData("IndividualRank")]
    [InlineData("Clustering")]
    public void Forests_of_numbers_are_pruned_too(string method)
    {
        ForestModel forest = ForestFixture.Forest(ForestFixture.Numbers, 8);
        var pruned = (ForestModel)ForestFixture.Prune(forest, method, new PruningTarget { Keep = 3 });

        Assert.Equal(3, pruned.TreeCount);
        Assert.Equal(1, pruned.Weights.Sum(), 1e-12);
        PruningPath path = PathMethodCatalog
            .Get(forest, method)
            .Path(forest, ForestFixture.Numbers, ForestFixture.Options(method, new PruningTarget { Keep = 3 }), SilentMonitor.Instance);
        Assert.Equal(
            PathLoss.Of(path.Candidates[5].Make(), ForestFixture.Numbers, PartitionName.Test, SilentMonitor.Instance).Mean,
            path.Losses([5], ForestFixture.Numbers, PartitionName.Test, SilentMonitor.Instance)[0].Mean,
            1e-5
        );
    }

    [Theory]
    [InlineData("Complementarity")]
    [InlineData("MarginDistance")]
    [InlineData("Kappa")]
    public void Methods_of_votes_refuse_numbers(string method) =>
        Assert.Equal(
            "MethodNeedsClasses",
            ForestFixture.ErrorOf(() =>
                ForestFixture.Prune(ForestFixture.Forest(ForestFixture.Numbers, 3), method, new PruningTarget { Keep = 2 })
            )
        );

    [Fact]
    public void Fractions_are_of_the_original_forest()
    {
        Model half = ForestFixture.Prune(Forest, "IndividualRank", new PruningTarget { Sparsity = 0.5 });
        Model quarter = ForestFixture.Prune(half, "IndividualRank", new PruningTarget { Sparsity = 0.75 });

        Assert.Equal((6, 3), ((int)half.Complexity, (int)quarter.Complexity));
        Assert.Equal(0.75, quarter.Sparsity, 1e-12);
        Assert.Same(half, quarter.Parent);
        Assert.Equal(
            "SparsityAlreadyReached",
            ForestFixture.ErrorOf(() => ForestFixture.Prune(half, "", new PruningTarget { Sparsity = 0.2 }))
        );
    }

    [Fact]
    public void A_budget_of_accuracy_is_not_judged_by_the_rows_that_chose()
    {
        var monitor = new CollectingMonitor();
        Model pruned = ForestFixture.Prune(Forest, "ReducedError", new PruningTarget { MaxAccuracyDrop = 0.05 }, monitor: monitor);

        Assert.Contains(monitor.Decisions, message =>
            message.Contains("training rows, because the validation rows judge", StringComparison.Ordinal)
        );
        Assert.True(pruned.Pruning!.ScoreAfter >= pruned.Pruning.ScoreBefore - 0.05 - 1e-9);
    }

    [Fact]
    public void Without_validation_rows_the_training_rows_choose_and_it_is_said()
    {
        var monitor = new CollectingMonitor();
        Dataset bare = ForestFixture.Import("wine.csv", "cultivar", validation: 0);
        ForestFixture.Prune(ForestFixture.Forest(bare, 5), "ReducedError", new PruningTarget { Keep = 2 }, monitor: monitor);

        Assert.Contains("no validation rows", Assert.Single(monitor.Warnings));
    }

    [Theory]
    [InlineData("Soft")]
    [InlineData("Hard")]
    [InlineData("Stacked")]
    public void Joined_ensembles_lose_members_and_keep_their_voting(string voting)
    {
        Model[] forests = [.. Enumerable.Range(1, 4).Select(seed => ForestFixture.Forest(ForestFixture.Wine, 2, seed))];
        EnsembleModel joined = ModelJoiner.Join(
            forests,
            new JoinOptions { Voting = voting, Weights = voting == "Stacked" ? [] : [1, 2, 3, 4] },
            SilentMonitor.Instance
        );

        var pruned = (EnsembleModel)ForestFixture.Prune(joined, "ReducedError", new PruningTarget { Keep = 2 });

        Assert.Equal(2, pruned.Members.Count);
        Assert.Equal(voting, pruned.Voting);
        Assert.All(pruned.Members, member => Assert.Contains(member, forests));
        Assert.Equal(1, pruned.Weights.Sum(), 1e-9);
        if (voting != "Stacked")
            Assert.Equal(
                (double)(Array.IndexOf(forests, pruned.Members[0]) + 1) / (Array.IndexOf(forests, pruned.Members[1]) + 1),
                pruned.Weights[0] / pruned.Weights[1],
                1e-9
            );
    }

    [Fact]
    public void What_is_not_possible_has_stable_errors()
    {
        EnsembleModel joined = ModelJoiner.Join(
            [ForestFixture.Forest(ForestFixture.Wine, 2, 1), ForestFixture.Forest(ForestFixture.Wine, 2, 2)],
            new JoinOptions(),
            SilentMonitor.Instance
        );
        var orphan = new ForestModel(Forest.Describe() with { Dataset = null }, Forest.Trees, Forest.Weights, Forest.Options);

        Assert.Equal(
            "RefinementNotForModel",
            ForestFixture.ErrorOf(() => ForestFixture.Prune(joined, "", new PruningTarget { Keep = 1 }, 5))
        );
        Assert.Equal("DatasetMissing", ForestFixture.ErrorOf(() => ForestFixture.Prune(orphan, "", new PruningTarget { Keep = 1 })));
        Assert.Equal(
            "MethodNotForModel",
            ForestFixture.ErrorOf(() => ForestFixture.Prune(joined, "CostComplexity", new PruningTarget { Keep = 1 }))
        );
        Assert.Equal("PruningTargetMissing", ForestFixture.ErrorOf(() => ForestFixture.Prune(Forest, "Kappa", new PruningTarget())));
    }
}
