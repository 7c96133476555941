using System.Globalization;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Pruning.Features.Removal;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// Removes input features from models of every family: a method orders them, the target says how many go, and the family's remover takes
/// them from the model. The result predicts from raw rows that lack the dropped columns.
/// </summary>
internal sealed class FeaturePruner : ModelPruner
{
    private const int MostTold = 60;

    internal override bool Accepts(Model model) => true;

    private protected override Model PruneCore(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        FeatureRemover remover = FeatureRemovers.For(model);
        Dataset? rows = Rows(model, dataset);
        FeatureChoice choice = FeatureTarget.Choose(model, rows, options, monitor);
        Tell(model, choice, monitor);
        RemovalResult result = choice.Made ?? remover.Remove(new FeatureRemover.Request(model, choice.Kept, rows, options, monitor));
        return Finish(model, rows, options, remover, choice, result, monitor);
    }

    private protected override IReadOnlyList<PruningLayer> PlanCore(
        Model model,
        Dataset? dataset,
        PruningOptions options,
        IWorkMonitor monitor
    )
    {
        FeatureRemover remover = FeatureRemovers.For(model);
        Dataset? rows = Rows(model, dataset);
        FeatureChoice choice = FeatureTarget.Choose(model, rows, options, monitor);
        Tell(model, choice, monitor);
        Model result = (
            choice.Made
            ?? remover.Remove(
                new FeatureRemover.Request(
                    model,
                    choice.Kept,
                    rows,
                    options with
                    {
                        Network = options.Network with { FineTuneEpochs = 0 },
                    },
                    monitor
                )
            )
        ).Model;
        try
        {
            return Layers(model, result, remover, choice);
        }
        finally
        {
            if (result is NetworkModel)
                result.Dispose();
        }
    }

    /// <summary>Accuracy or R² on the validation partition; NaN where there is none.</summary>
    internal static double Score(Model model, Dataset? dataset, IWorkMonitor monitor) =>
        dataset is null || dataset.ValidationRows == 0
            ? double.NaN
            : ModelEvaluator.Evaluate(model, dataset, PartitionName.Validation, monitor).Score;

    private static Dataset? Rows(Model model, Dataset? dataset) =>
        (dataset ?? model.Dataset) is { } rows ? MatchedDataset.For(model, rows) : null;

    private static Model Finish(
        Model model,
        Dataset? dataset,
        PruningOptions options,
        FeatureRemover remover,
        FeatureChoice choice,
        RemovalResult result,
        IWorkMonitor monitor
    )
    {
        (result.Model as NetworkModel)?.Finished();
        double before = Score(model, dataset, monitor),
            after = Score(result.Model, result.Model.Dataset, monitor);
        int all = model.Preprocessing.Features.Count;
        double sparsity = 1 - (double)choice.Kept.Length / model.OriginalFeatures;
        string method = FeatureMethodCatalog.Get(options.Method).Name;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{method}: {all - choice.Kept.Length} of {all} features removed, {result.How}, seed {options.Seed}; validation score "
                + $"{before:0.0000} before, {after:0.0000} after"
        );
        Model pruned = result.Model;
        if (model.Pruning is not null && pruned.ComplexityUnit == model.ComplexityUnit && pruned.Complexity > model.Complexity)
        {
            monitor.Warning(
                $"'{model.Name}' had been pruned to {ComplexityText.Of(model.Complexity, model.ComplexityUnit)} and was {result.How}, to "
                    + $"{ComplexityText.Of(pruned.Complexity, pruned.ComplexityUnit)}. "
                    + $"Remove features first, and prune what is left."
            );
        }
        pruned.Adopt(model, model.Name, ModelEvent.Now("Pruned", text));
        pruned.Pruning = new PruningReport
        {
            Method = method,
            Granularity = "Feature",
            Schedule = "OneShot",
            Scope = nameof(PruningScope.Global),
            Target = options.Target.ToString(),
            Sparsity = sparsity,
            FineTuneEpochs = result.FineTuneEpochs,
            Seed = options.Seed,
            ScoreBefore = before,
            ScoreAfter = after,
            Layers = Layers(model, pruned, remover, choice),
            Rounds =
            [
                new PruningRound(1, sparsity, double.IsNaN(result.ScoreBeforeFineTuning) ? after : result.ScoreBeforeFineTuning, after),
            ],
            DroppedFeatures = choice.Drops,
        }.WithSizes(model, pruned);
        return pruned;
    }

    /// <summary>A row for the input, counted in features, and those of the family.</summary>
    private static IReadOnlyList<PruningLayer> Layers(Model model, Model result, FeatureRemover remover, FeatureChoice choice) =>
        [
            new PruningLayer
            {
                Layer = (model as NetworkModel)?.Graph.InputName ?? "input",
                Operator = "Input",
                Unit = "feature",
                Original = model.OriginalFeatures,
                Before = model.Preprocessing.Features.Count,
                Kept = choice.Kept.Length,
            },
            .. remover.Rows(model, result),
        ];

    private static void Tell(Model model, FeatureChoice choice, IWorkMonitor monitor)
    {
        IReadOnlyList<DatasetColumn> features = model.Preprocessing.Features;
        foreach (FeatureDrop drop in choice.Drops.Take(MostTold))
            monitor.Verbose($"{drop.Order}. '{drop.Feature}' is removed: {drop.Reason}.");
        if (choice.Drops.Length > MostTold)
            monitor.Verbose($"{choice.Drops.Length - MostTold} more are removed. Pruning.DroppedFeatures of the result lists all of them.");
        monitor.Verbose(
            $"Keeps {choice.Kept.Length} of {features.Count} features: {string.Join(", ", choice.Kept.Select(i => features[i].Name))}."
        );
    }
}
