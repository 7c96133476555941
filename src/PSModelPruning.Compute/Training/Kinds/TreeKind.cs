using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>Decision trees.</summary>
internal sealed class TreeKind : TreesKind<TreeModel, TreeOptions>
{
    internal override string Name => ModelKindCatalog.Tree;

    internal override string Description => "A decision tree (CART): rules that people can read.";

    internal override IReadOnlyList<string> Parameters { get; } = ["Criterion", .. TreeParameters];

    private protected override TreeOptions OptionsOf(TreeModel model) => model.Options;

    private protected override TreeOptions TreeOf(TreeOptions options) => options;

    private protected override TreeOptions With(TreeOptions options, TreeOptions tree) => tree;

    private protected override TreeModel Fit(Dataset dataset, TreeOptions options, string name, IWorkMonitor monitor)
    {
        TreeTraining.Check(dataset, options);
        options = options with { Criterion = SplitCriteria.Resolve(options.Criterion, dataset.Task == LearningTask.Classification) };
        float[]? weights = TreeTraining.RowWeights(dataset, options);
        monitor.Progress(new WorkProgress($"Training {name}", "growing a tree", -1));
        var clock = Stopwatch.StartNew();
        TrainingColumns columns = TrainingColumns.Of(dataset.Training, options.MaxBins, options.Threads);
        DecisionTree tree = new TreeGrower(columns, options).Grow(
            TreeTarget.Of(dataset),
            weights,
            (ulong)(uint)options.Seed,
            cancellation: monitor.Cancellation
        );
        return new TreeModel(
            ModelDescription.Trained(
                dataset,
                name,
                options.Seed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Tree on {dataset.Name}: {tree.NodeCount:N0} nodes, {tree.LeafCount:N0} leaves, depth {tree.Depth} in "
                        + $"{clock.Elapsed.TotalSeconds:0.00} s, criterion {options.Criterion}, seed {options.Seed}."
                )
            ),
            tree,
            options
        );
    }
}
