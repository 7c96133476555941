using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Boosting;
using PSModelPruning.Compute.Training.Losses;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>Gradient-boosted trees.</summary>
internal sealed class BoostedKind : TreesKind<BoostedModel, BoostingOptions>
{
    internal override string Name => ModelKindCatalog.Boosted;

    internal override string Description => "Gradient-boosted trees: small trees, each fitted to the errors of the trees before it.";

    internal override IReadOnlyList<string> Parameters { get; } =
    ["TreeCount", "LearningRate", "Loss", "WeightDecay", "SampleFraction", "Patience", .. TreeParameters];

    private protected override BoostingOptions OptionsOf(BoostedModel model) => model.Options;

    private protected override TreeOptions TreeOf(BoostingOptions options) => options.Tree;

    private protected override BoostingOptions With(BoostingOptions options, TreeOptions tree) => options with { Tree = tree };

    private protected override BoostingOptions ForRows(BoostingOptions options, Dataset dataset) =>
        options with
        {
            Patience = dataset.ValidationRows > 0 ? options.Patience : 0,
        };

    private protected override BoostedModel Fit(Dataset dataset, BoostingOptions options, string name, IWorkMonitor monitor)
    {
        TreeTraining.Check(dataset, options.Tree);
        Check(dataset, options);
        TellPlan(dataset, options, monitor);
        var clock = Stopwatch.StartNew();
        (IReadOnlyList<DecisionTree> trees, float[] baseline, IReadOnlyList<TrainingEpoch> history) = new BoostingRun(
            dataset,
            options,
            monitor
        ).Run($"Training {name}");
        return new BoostedModel(
            ModelDescription.Trained(
                dataset,
                name,
                options.Tree.Seed,
                Describe(dataset, options, trees.Count / baseline.Length, history, clock.Elapsed)
            ),
            trees,
            baseline,
            options
        )
        {
            Training = history,
        };
    }

    private static void Check(Dataset dataset, BoostingOptions options)
    {
        Require(
            nameof(options.LearningRate),
            options.LearningRate,
            options.LearningRate is > 0 and <= 1,
            "above 0 and at most 1 for boosted trees"
        );
        Require(nameof(options.SampleFraction), options.SampleFraction, options.SampleFraction is > 0 and <= 1, "above 0 and at most 1");
        Require(nameof(options.TreeCount), options.TreeCount, options.TreeCount >= 1, "at least 1");
        Require("WeightDecay", options.L2, options.L2 >= 0 && double.IsFinite(options.L2), "0 or more");
        Require(
            nameof(options.Tree.MaxBins),
            options.Tree.MaxBins,
            options.Tree.MaxBins is >= 2 and <= 256,
            "from 2 to 256 for boosted trees"
        );
        if (options.Patience > 0 && dataset.ValidationRows == 0)
            throw TrainingErrors.NoValidationRows();
        string loss = LossCatalog.Default(dataset.Task);
        if (options.Loss.Length > 0 && !options.Loss.Equals(loss, StringComparison.OrdinalIgnoreCase))
            throw TrainingErrors.LossDoesNotFitBoosting(options.Loss, dataset.Task, loss);
    }

    private static void Require(string option, double value, bool isRight, string range)
    {
        if (!isRight)
            throw TrainingErrors.OptionOutOfRange(option, value, range);
    }

    private static void TellPlan(Dataset dataset, BoostingOptions options, IWorkMonitor monitor)
    {
        string perRound = dataset.Classes.Count > 2 ? Text($"{dataset.Classes.Count} trees, one per class,") : "one tree";
        monitor.Verbose(
            $"At most {options.TreeCount:N0} rounds of {perRound} with at most {options.Tree.MaxLeaves:N0} leaves; learning rate "
                + $"{options.LearningRate:G4}, values in {options.Tree.MaxBins} bins, penalty on squared leaf values {options.L2:G4}."
        );
        monitor.Verbose(
            options.Patience > 0
                ? (ComputeMessage)(
                    $"Growing stops after {options.Patience} rounds without a lower loss on the {dataset.ValidationRows:N0} validation "
                    + $"rows, and the rounds up to the best one are kept."
                )
                : "Growing does not stop early, and all rounds are kept."
        );
    }

    private static string Describe(
        Dataset dataset,
        BoostingOptions options,
        int kept,
        IReadOnlyList<TrainingEpoch> history,
        TimeSpan elapsed
    )
    {
        TrainingEpoch best = history[kept - 1];
        string validation = double.IsNaN(best.ValidationLoss)
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $", validation loss {best.ValidationLoss:G4}, validation "
                    + $"{(dataset.Task == LearningTask.Classification ? "accuracy" : "R²")} {best.ValidationAccuracy:0.0000}"
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Boosted trees on {dataset.Name}: {history.Count:N0} rounds of {options.TreeCount:N0} in {elapsed.TotalSeconds:0.00} s, "
                + $"learning rate {options.LearningRate:G4}, at most {options.Tree.MaxLeaves:N0} leaves, {options.Tree.MaxBins} bins, "
                + $"sample {options.SampleFraction:P0}, seed {options.Tree.Seed}; kept {kept:N0} rounds: training loss "
                + $"{best.TrainingLoss:G4}{validation}."
        );
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
