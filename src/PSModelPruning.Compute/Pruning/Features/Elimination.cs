using System.Globalization;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Pruning.Features.Removal;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// One run of recursive elimination: as long as more than one feature is left, the least important ones of the model go and the model is
/// fitted again (fine-tuned, for networks) on the others.
/// </summary>
internal sealed class Elimination
{
    /// <summary>The fraction of the features that are left that goes in a step, where none is given.</summary>
    private const double UsualStepFraction = 0.1;

    private readonly List<FeatureStep> _steps = [];
    private readonly List<(int Features, double Score)> _scores = [];

    private Elimination() { }

    /// <summary>The features in the order in which they went, one a step; the last one to stay is missing.</summary>
    internal IReadOnlyList<FeatureStep> Steps => _steps;

    /// <summary>How well each model of the run predicted the test partition, from all features to one.</summary>
    internal IReadOnlyList<(int Features, double Score)> Scores => _scores;

    /// <summary>Runs it.</summary>
    /// <param name="model">The model with all features. It is not changed and not disposed.</param>
    /// <param name="dataset">What the models are fitted to.</param>
    /// <param name="fewest">How many features stay at the end, at least 1.</param>
    /// <param name="judge">Scores a model; null scores none.</param>
    /// <param name="options">Scorer, step fraction, seed and fine-tuning.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    internal static Elimination Run(
        Model model,
        Dataset dataset,
        int fewest,
        Func<Model, double>? judge,
        PruningOptions options,
        IWorkMonitor monitor
    )
    {
        var run = new Elimination();
        FeatureOptions settings = options.Features;
        var quiet = new QuietMonitor(monitor);
        string scorer = settings.Scorer ?? OwnImportance.Scorer(model);
        var importance = new ImportanceOptions { Method = scorer, Seed = options.Seed };
        int[] left = [.. Enumerable.Range(0, model.Preprocessing.Features.Count)];
        (Model current, Dataset rows) = (model, dataset);
        try
        {
            for (int round = 1; ; round++)
            {
                monitor.Cancellation.ThrowIfCancellationRequested();
                monitor.Progress(
                    new WorkProgress(
                        "Eliminating features",
                        $"{left.Length} of {model.Preprocessing.Features.Count} are left",
                        1 - (double)left.Length / model.Preprocessing.Features.Count
                    )
                );
                if (judge is not null)
                    run._scores.Add((left.Length, judge(current)));
                if (left.Length <= fewest)
                    return run;
                IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(current, rows, importance, quiet);
                int going = Math.Clamp((int)((settings.StepFraction ?? UsualStepFraction) * left.Length), 1, left.Length - fewest);
                Dictionary<string, int> positions = FeatureNames.Positions(model);
                foreach (FeatureImportance feature in LeastImportant.First(ranking, positions, unchecked(options.Seed + round)).Take(going))
                {
                    run._steps.Add(
                        new FeatureStep(
                            [positions[feature.Feature]],
                            feature.Importance,
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"round {round}: rank {feature.Rank} of the {left.Length} that were left, by {feature.Method}"
                            )
                        )
                    );
                }
                HashSet<int> gone = [.. run._steps.TakeLast(going).Select(step => step.Features[0])];
                int[] stay = [.. Enumerable.Range(0, left.Length).Where(i => !gone.Contains(left[i]))];
                left = [.. stay.Select(i => left[i])];
                if (left.Length <= fewest && judge is null)
                    return run;
                Model next = FeatureRemovers.For(current).Remove(new FeatureRemover.Request(current, stay, rows, options, quiet)).Model;
                Release(current, model);
                (current, rows) = (next, next.Dataset!);
            }
        }
        finally
        {
            Release(current, model);
        }
    }

    /// <summary>Networks hold memory outside of the collector's sight.</summary>
    private static void Release(Model model, Model given)
    {
        if (model is NetworkModel && !ReferenceEquals(model, given))
            model.Dispose();
    }
}
