using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// How much the score (accuracy, or R²) falls when the feature's values are dealt out among the rows at random, so that they keep their
/// distribution but tell nothing: the mean over the repeats (Breiman 2001, "Random forests", section 10, for any model). The inputs of a
/// column move together. Features that say the same thing hide each other's importance.
/// </summary>
/// <remarks>Costs features × repeats × rows predictions; a feature that does not vary in the rows scores 0 without any.</remarks>
internal sealed class PermutationScorer : ModelScorer
{
    internal override string Name => "Permutation";

    internal override string Description => "The loss of accuracy (or R²) when the values of the feature are shuffled; any model.";

    internal override IReadOnlyList<string> Parameters { get; } = [.. OfRows, "Repeats"];

    internal override FeatureScore[] Score(
        Model model,
        IReadOnlyList<FeatureGroup> features,
        ModelRows rows,
        ImportanceOptions options,
        IWorkMonitor monitor
    )
    {
        var shuffling = new Shuffling(model, rows, monitor.Cancellation);
        var scores = new FeatureScore[features.Count];
        for (int f = 0; f < features.Count; f++)
        {
            monitor.Progress(
                new WorkProgress(
                    "Measuring feature importance",
                    $"{features[f].Name}, {f + 1} of {features.Count}",
                    (double)f / features.Count
                )
            );
            scores[f] = shuffling.Score(
                features[f].Inputs,
                options.Repeats ?? ImportanceOptions.DefaultRepeats,
                unchecked(options.Seed * 31 + f)
            );
        }
        return scores;
    }
}
