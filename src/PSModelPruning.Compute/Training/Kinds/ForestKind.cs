using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Forests;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>Random forests and extremely randomized trees.</summary>
internal sealed class ForestKind : TreesKind<ForestModel, ForestOptions>
{
    internal override string Name => ModelKindCatalog.Forest;

    internal override string Description => "A random forest: the average of many trees, each with randomly drawn rows and inputs.";

    internal override IReadOnlyList<string> Parameters { get; } =
    ["TreeCount", "Criterion", "NoBootstrap", "SampleFraction", "RandomThresholds", .. TreeParameters];

    private protected override ForestOptions OptionsOf(ForestModel model) => model.Options;

    private protected override TreeOptions TreeOf(ForestOptions options) => options.Tree;

    private protected override ForestOptions With(ForestOptions options, TreeOptions tree) => options with { Tree = tree };

    private protected override ForestModel Fit(Dataset dataset, ForestOptions options, string name, IWorkMonitor monitor)
    {
        TreeTraining.Check(dataset);
        options = Resolve(dataset, options);
        TreeTraining.Check(dataset, options.Tree);
        TellPlan(dataset, options, monitor);
        var clock = Stopwatch.StartNew();
        DecisionTree[] trees = ForestGrower.Grow(dataset, options, $"Training {name}", monitor);
        double[] weights = new double[trees.Length];
        Array.Fill(weights, 1.0 / trees.Length);
        double outOfBag = RowDraw.LeavesRowsOut(options)
            ? OutOfBag.Score(trees, weights, options, dataset, monitor.Cancellation)
            : double.NaN;
        return new ForestModel(
            ModelDescription.Trained(dataset, name, options.Tree.Seed, Describe(dataset, options, trees, outOfBag, clock.Elapsed)),
            trees,
            weights,
            options
        )
        {
            OutOfBagScore = outOfBag,
        };
    }

    private static ForestOptions Resolve(Dataset dataset, ForestOptions options)
    {
        bool classes = dataset.Task == LearningTask.Classification;
        if (!(options.SampleFraction is > 0 and <= 1))
            throw TrainingErrors.OptionOutOfRange(nameof(options.SampleFraction), options.SampleFraction, "above 0 and at most 1");
        if (options.TreeCount < 1)
            throw TrainingErrors.OptionOutOfRange(nameof(options.TreeCount), options.TreeCount, "at least 1");
        string rule =
            options.Tree.MaxFeatures.Length > 0 ? options.Tree.MaxFeatures
            : classes ? "Sqrt"
            : "Third";
        return options with
        {
            Tree = options.Tree with
            {
                Criterion = SplitCriteria.Resolve(options.Tree.Criterion, classes),
                MaxFeatures = rule,
                MaxBins = Bins(dataset, options),
            },
        };
    }

    /// <summary>
    /// Bins where they pay: a forest averages away what a bin's width costs a tree, and for many rows sorting is most of the work. Random
    /// thresholds need no order, and take no bins.
    /// </summary>
    private static int Bins(Dataset dataset, ForestOptions options)
    {
        const int usual = 255;
        if (options.Tree.MaxBins != ForestOptions.BinsByRows)
            return options.Tree.MaxBins;
        return options.RandomThresholds || dataset.TrainingRows <= ForestOptions.MostExactRows ? 0 : usual;
    }

    private static void TellPlan(Dataset dataset, ForestOptions options, IWorkMonitor monitor)
    {
        int looked = MaxFeaturesRule.Count(options.Tree.MaxFeatures, dataset.Inputs);
        ComputeMessage thresholds =
            options.RandomThresholds ? ", at a random threshold each"
            : options.Tree.MaxBins > 0
                ? (ComputeMessage)$", between {options.Tree.MaxBins} bins of each ({Option.MaxBins.Is(0)} looks at every midpoint)"
            : "";
        monitor.Verbose(
            $"{options.TreeCount:N0} trees; each split tries {looked:N0} of {dataset.Inputs:N0} inputs "
                + $"({options.Tree.MaxFeatures}), by "
                + $"{options.Tree.Criterion}{thresholds}."
        );
        int drawn = RowDraw.Size(dataset.TrainingObservations, options);
        ComputeMessage together = dataset.Copies is null ? "" : (ComputeMessage)", each with all its copies";
        monitor.Verbose(
            RowDraw.LeavesRowsOut(options)
                ? (ComputeMessage)(
                    $"Each tree learns from {drawn:N0} of {dataset.TrainingObservations:N0} training rows{together}, drawn "
                    + $"{(options.Bootstrap ? "with" : "without")} replacement; the others judge it."
                )
                : (ComputeMessage)$"Each tree learns from all {dataset.TrainingRows:N0} training rows, so there is no out-of-bag score."
        );
    }

    private static string Describe(Dataset dataset, ForestOptions options, DecisionTree[] trees, double outOfBag, TimeSpan elapsed)
    {
        string score = double.IsNaN(outOfBag)
            ? ""
            : Text($"; out-of-bag {(dataset.Task == LearningTask.Classification ? "accuracy" : "R²")} {outOfBag:0.0000}");
        int drawn = RowDraw.Size(dataset.TrainingObservations, options);
        string rows = !RowDraw.LeavesRowsOut(options)
            ? "all rows"
            : Text($"{drawn:N0} rows drawn {(options.Bootstrap ? "with" : "without")} replacement");
        ComputeMessage thresholds =
            options.RandomThresholds ? ", random thresholds"
            : options.Tree.MaxBins > 0 ? Text($", {options.Tree.MaxBins} bins")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Forest on {dataset.Name}: {trees.Length:N0} trees of {trees.Average(tree => tree.NodeCount):N0} nodes on average in "
                + $"{elapsed.TotalSeconds:0.00} s, {rows}, criterion {options.Tree.Criterion}, inputs a split "
                + $"{options.Tree.MaxFeatures}{thresholds}, seed {options.Tree.Seed}{score}."
        );
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
