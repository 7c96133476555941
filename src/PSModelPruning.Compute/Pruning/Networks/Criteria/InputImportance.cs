using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Runtime;
using TorchSharp;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>What every input of a network matters: the importance of its feature, scored once, when it is first asked for.</summary>
/// <param name="model">The network as it was before pruning.</param>
/// <param name="dataset">The rows to score with.</param>
/// <param name="options">The scorer and the seed.</param>
internal sealed class InputImportance(Model model, Dataset dataset, PruningOptions options)
{
    /// <summary>
    /// More features than this are scored by their gradient where no scorer is named: shuffling each takes as long as running all rows.
    /// </summary>
    private const int MostShuffled = 100;

    private double[]? _ofInputs;

    /// <summary>The importance of each input in order, at least 0; all inputs of an encoded column have the column's.</summary>
    /// <exception cref="ComputeException"><c>FeaturesUnimportant</c>: none is above 0; and those of the scorer.</exception>
    internal double[] OfInputs(IWorkMonitor monitor) => _ofInputs ??= Score(monitor);

    private double[] Score(IWorkMonitor monitor)
    {
        // Criteria are asked where no gradients are kept, and some scorers differentiate.
        using IDisposable withGradient = torch.enable_grad();
        IReadOnlyList<FeatureGroup> features = FeatureGroup.Of(model.Preprocessing);
        string? usual = features.Count > MostShuffled ? "Gradient" : null;
        var importance = new ImportanceOptions { Method = options.Scorer ?? usual, Seed = options.Seed };
        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(model, dataset, importance, monitor);
        Dictionary<string, double> byName = ranking.ToDictionary(feature => feature.Feature, feature => feature.Importance);
        double[] ofInputs = new double[model.Preprocessing.Width];
        foreach (FeatureGroup feature in features)
            ofInputs.AsSpan(feature.FirstInput, feature.InputCount).Fill(Amount(byName[feature.Name]));
        monitor.Verbose(
            $"The importance of {features.Count:N0} features by {ranking[0].Method} flows through the network, {ranking[0].Feature} with "
                + $"the most."
        );
        return ofInputs.Any(amount => amount > 0) ? ofInputs : throw PruningErrors.FeaturesUnimportant(model, ranking[0].Method);

        // Below 0 is chance; an infinite statistic (classes that a feature separates without error) is as much as can be told.
        static double Amount(double score) => double.IsNaN(score) ? 0 : Math.Clamp(score, 0, float.MaxValue);
    }
}
