using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning.Trees;

public sealed class AdultTreeTests
{
    [Fact]
    public void One_standard_error_leaves_less_than_a_twentieth_of_a_fully_grown_tree_and_makes_it_better()
    {
        Dataset data = DatasetImporter.Import(
            [TestRuntime.SharedData("tabular/adult-train.csv")],
            [TestRuntime.SharedData("tabular/adult-test.csv")],
            new ImportOptions
            {
                Target = "Column15",
                Table = new TableOptions { HasHeader = false },
                Seed = 1,
            },
            SilentMonitor.Instance
        );
        var tree = (TreeModel)
            ModelKindCatalog.Get("Tree").Train(data, new TrainingRequest { Kind = "Tree", Seed = 1 }, SilentMonitor.Instance);

        var pruned = (TreeModel)
            new PathPruner().Prune(
                tree,
                null,
                new PruningOptions
                {
                    Target = new PruningTarget(),
                    Path = new() { Fold = 5 },
                },
                SilentMonitor.Instance
            );

        Assert.True(tree.Leaves > 3000);
        Assert.True(pruned.Leaves * 20 < tree.Leaves);
        Assert.True(TestAccuracy(pruned) > TestAccuracy(tree) + 0.04);

        double TestAccuracy(Model model) => ModelEvaluator.Evaluate(model, data, PartitionName.Test, SilentMonitor.Instance).Accuracy;
    }
}
