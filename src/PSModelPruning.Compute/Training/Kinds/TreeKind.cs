using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>Decision trees.</summary>
internal sealed class TreeKind : ModelKind
{
    internal override string Name => ModelKindCatalog.Tree;

    internal override string Description => "A decision tree (CART): rules that a person can read.";

    internal override IReadOnlyList<string> Parameters { get; } =
    [
        "Criterion",
        "MaxDepth",
        "MinLeafSamples",
        "MinSplitSamples",
        "MinImpurityDecrease",
        "MaxLeaves",
        "MaxBins",
        "MaxFeatures",
        "ClassWeight",
    ];

    internal override bool Made(Model model) => model is TreeModel;

    internal override Model Train(Dataset dataset, TrainingRequest request, IWorkMonitor monitor)
    {
        TreeModel model = Train(dataset, request.Tree with { Seed = request.Seed }, request.Name.Length > 0 ? request.Name : Name, monitor);
        TreeTraining.WarnOfNoSplit(model.Leaves > 1, dataset, model.Options, monitor);
        return model;
    }

    internal override Model Refit(Model like, Dataset dataset, int seed, IWorkMonitor monitor)
    {
        TreeOptions options = ((TreeModel)like).Options;
        return Train(
            dataset,
            options with
            {
                Seed = seed,
                MaxFeatures = MaxFeaturesRule.ForWidth(options.MaxFeatures, dataset.Inputs),
            },
            like.Name,
            monitor
        );
    }

    private static TreeModel Train(Dataset dataset, TreeOptions options, string name, IWorkMonitor monitor)
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
            new ModelDescription
            {
                Name = name,
                Task = dataset.Task,
                Classes = dataset.Classes,
                Preprocessing = dataset.Preprocessing,
                Dataset = dataset,
                Seed = options.Seed,
                History =
                [
                    ModelEvent.Now(
                        "Trained",
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Tree on {dataset.Name}: {tree.NodeCount:N0} nodes, {tree.LeafCount:N0} leaves, depth {tree.Depth} in "
                                + $"{clock.Elapsed.TotalSeconds:0.00} s, criterion {options.Criterion}, seed {options.Seed}."
                        )
                    ),
                ],
            },
            tree,
            options
        );
    }
}
