using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Pruning.Forests;

public sealed class ForestCostComplexityTests
{
    private static readonly ForestModel Forest = ForestFixture.Forest(ForestFixture.Wine, 6);

    [Fact]
    public void Every_tree_is_the_one_that_alpha_leaves_of_it_alone()
    {
        var pruned = (ForestModel)ForestFixture.Prune(Forest, "CostComplexity", new PruningTarget { Alpha = 0.02 });

        for (int tree = 0; tree < 6; tree++)
        {
            SubtreeSequence own = CostComplexityPath.Of(Forest.Trees[tree]);
            Assert.Equal(own.At(own.PointFor(0.02)).Features, pruned.Trees[tree].Features);
        }
        Assert.True(pruned.Leaves < Forest.Leaves);
    }

    [Fact]
    public void The_path_counts_nodes_and_leaves_of_all_trees_down_to_their_roots()
    {
        PruningPath path = PathMethodCatalog
            .Get(Forest, "CostComplexity")
            .Path(Forest, null, ForestFixture.Options("CostComplexity", new PruningTarget { Alpha = 0 }), SilentMonitor.Instance);

        Assert.Equal(Forest.Nodes, path.Candidates[0].Complexity);
        Assert.Equal((6, 6), (path.Candidates[^1].Complexity, path.Candidates[^1].Leaves));
        for (int i = 1; i < path.Candidates.Count; i++)
        {
            Assert.True(path.Candidates[i].Complexity < path.Candidates[i - 1].Complexity);
            Assert.True(path.Candidates[i].Parameter > path.Candidates[i - 1].Parameter || i == 1);
        }
        foreach (int point in (int[])[0, path.Candidates.Count / 2, path.Candidates.Count - 1])
        {
            var made = (ForestModel)path.Candidates[point].Make();
            Assert.Equal((path.Candidates[point].Complexity, path.Candidates[point].Leaves), (made.Nodes, made.Leaves));
        }
    }

    [Fact]
    public void Leaves_and_sparsity_bound_leaves_and_nodes_of_all_trees()
    {
        var byLeaves = (ForestModel)ForestFixture.Prune(Forest, "CostComplexity", new PruningTarget { Leaves = 30 });
        var bySparsity = (ForestModel)ForestFixture.Prune(Forest, "CostComplexity", new PruningTarget { Sparsity = 0.5 });

        Assert.InRange(byLeaves.Leaves, 20, 30);
        Assert.InRange(bySparsity.Nodes, 0.4 * Forest.Nodes, 0.5 * Forest.Nodes);
        Assert.Equal(1 - (double)bySparsity.Nodes / Forest.Nodes, bySparsity.Pruning!.Sparsity, 1e-12);
        Assert.Equal(
            (Forest.Nodes, bySparsity.Nodes, "node"),
            (bySparsity.Pruning.Layers[0].Before, bySparsity.Pruning.Layers[0].Kept, bySparsity.Pruning.Layers[0].Unit)
        );
        Assert.Equal(
            "ParameterNotForMethod",
            ForestFixture.ErrorOf(() =>
                new PathPruner().Prune(
                    Forest,
                    null,
                    ForestFixture.Options("CostComplexity", new PruningTarget { Keep = 3 }),
                    SilentMonitor.Instance
                )
            )
        );
    }
}
