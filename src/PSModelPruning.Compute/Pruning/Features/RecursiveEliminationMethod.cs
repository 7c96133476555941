using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Kinds;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// Recursive feature elimination (Guyon, Weston, Barnhill and Vapnik 2002, "Gene selection for cancer classification using support vector
/// machines", Machine Learning 46, 389–422): the least important features go, the model is fitted again, and so on, so that importance is
/// always that among the features that are left.
/// </summary>
/// <remarks>
/// Without a target, k-fold cross-validation over the training rows chooses the number. In each fold the whole elimination is done anew
/// with the rows of the other folds, so that the rows that judge have no part in the choice (Ambroise and McLachlan 2002). The rule is that
/// of one standard error (Breiman et al. 1984): the fewest features whose mean score is at most one standard error below the best.
/// </remarks>
internal sealed class RecursiveEliminationMethod : FeatureMethod
{
    /// <summary>
    /// A model in the middle of an elimination starts from the fitted one before it and needs fewer updates than a final one.
    /// </summary>
    private const int UpdateFraction = 4;

    /// <summary>
    /// Parts of the cross-validation that chooses the number of features, where the user names none and the rows allow it.
    /// </summary>
    private const int UsualFolds = 5;

    internal override string Name => "RecursiveElimination";

    internal override string Description =>
        "Removes the least important input features, fits the model again, and so on (Guyon et al. 2002); cross-validation selects the "
        + "number if there is no target.";

    internal override IReadOnlyList<string> Reads { get; } = ["Scorer", "StepFraction", "Rule", "Fold"];

    internal override FeatureOrder Order(Model model, Dataset dataset, PruningOptions options, IWorkMonitor monitor)
    {
        PruningTarget target = options.Target;
        PruningOptions quick = Quick(model, dataset, options);
        bool chooses = target is { Sparsity: null, IsOfFeatures: false, IsBudget: false };
        int fewest = target.KeepFeatureCount ?? 1;
        double[]? scores = null;
        int? chosen = null;
        if (chooses)
            (scores, chosen) = CrossValidate(model, dataset, quick, monitor);
        Elimination run = Elimination.Run(model, dataset, fewest, null, quick, monitor);
        int features = model.Preprocessing.Features.Count;
        FeatureStep[] steps =
        [
            .. run.Steps.Select((step, i) => scores is null ? step : step with { Score = ScoreWith(scores, features - i - 1) }),
        ];
        return new FeatureOrder(steps, chosen is { } kept ? features - kept : null);
    }

    /// <summary>The mean score of each number of features that was tried (NaN for others), and the number that the rule chooses.</summary>
    private static (double[] Scores, int Chosen) CrossValidate(Model model, Dataset dataset, PruningOptions options, IWorkMonitor monitor)
    {
        ModelKind kind = ModelKindCatalog.Of(model) ?? throw PruningErrors.CrossValidationUnsupported(model);
        var folds = new FoldSplit(dataset, options.Path.Fold ?? FoldSplit.Affordable(dataset, UsualFolds), options.Seed);
        var quiet = new QuietMonitor(monitor);
        var byCount = new Dictionary<int, List<double>>();
        for (int fold = 0; fold < folds.Count; fold++)
        {
            monitor.Progress(
                new WorkProgress("Cross-validating the number of features", $"fold {fold + 1} of {folds.Count}", (double)fold / folds.Count)
            );
            Dataset rows = folds.Fold(fold);
            Model fitted = kind.Refit(model, rows, unchecked(options.Seed + fold), quiet);
            try
            {
                Elimination run = Elimination.Run(
                    fitted,
                    rows,
                    1,
                    candidate => ModelEvaluator.Evaluate(candidate, candidate.Dataset!, PartitionName.Test, quiet).Score,
                    options,
                    quiet
                );
                foreach ((int features, double score) in run.Scores)
                {
                    if (!byCount.TryGetValue(features, out List<double>? list))
                        byCount.Add(features, list = []);
                    list.Add(score);
                }
            }
            finally
            {
                if (fitted is NetworkModel)
                    fitted.Dispose();
            }
        }
        return Choose(byCount, model, options, monitor);
    }

    private static (double[] Scores, int Chosen) Choose(
        Dictionary<int, List<double>> byCount,
        Model model,
        PruningOptions options,
        IWorkMonitor monitor
    )
    {
        var means = new double[model.Preprocessing.Features.Count + 1];
        Array.Fill(means, double.NaN);
        foreach ((int features, List<double> scores) in byCount)
            means[features] = scores.Average();
        // From all features to one, as paths run from the whole model to the simplest.
        int[] counts = [.. byCount.Keys.OrderDescending()];
        double[] along = [.. counts.Select(features => means[features])];
        int best = counts[SelectionRule.Minimum(along) ?? 0];
        int chosen = string.Equals(options.Target.Rule, SelectionRuleCatalog.Minimum, StringComparison.OrdinalIgnoreCase)
            ? best
            : counts[SelectionRule.OneStandardError(along, [.. counts.Select(features => StandardError(byCount[features]))]) ?? 0];
        foreach (int features in byCount.Keys.Order())
        {
            monitor.Verbose(
                $"{features} features: {means[features]:0.0000} ± "
                    + $"{StandardError(byCount[features]):0.0000}"
                    + $"{(features == best ? ", the best" : "")}{(features == chosen ? ", chosen" : "")}"
            );
        }
        return (means, chosen);
    }

    private static double StandardError(List<double> scores)
    {
        double mean = scores.Average();
        return scores.Count < 2 ? 0 : Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Count - 1) / scores.Count);
    }

    /// <summary>The score with so many features; of a number in the middle of a round, the score after the round.</summary>
    private static double ScoreWith(double[] scores, int features)
    {
        while (features > 1 && double.IsNaN(scores[features]))
            features--;
        return scores[features];
    }

    private static PruningOptions Quick(Model model, Dataset dataset, PruningOptions options) =>
        model is NetworkModel && options.Network.FineTuneEpochs is null
            ? options with
            {
                Network = options.Network with
                {
                    FineTuneEpochs = Math.Max(
                        1,
                        FineTuning.DefaultEpochs(TrainingData.For(model, dataset), options.Network.BatchRows) / UpdateFraction
                    ),
                },
            }
            : options;
}
