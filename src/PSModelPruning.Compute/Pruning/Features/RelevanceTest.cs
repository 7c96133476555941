using MathNet.Numerics.Distributions;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>The forests and tests of all-relevant selection.</summary>
internal sealed class RelevanceTest
{
    /// <summary>The most forests, and the level of the tests, where none are given.</summary>
    private const int MostRounds = 100;
    private const double UsualSignificance = 0.01;

    private RelevanceTest(FeatureEvidence[] features, int rounds, double medianBestShadow)
    {
        Features = features;
        Rounds = rounds;
        MedianBestShadow = medianBestShadow;
    }

    /// <summary>What was found out, a feature each.</summary>
    internal IReadOnlyList<FeatureEvidence> Features { get; }

    /// <summary>Forests that were grown.</summary>
    internal int Rounds { get; }

    /// <summary>The median over the forests of the most important shadow's importance.</summary>
    internal double MedianBestShadow { get; }

    /// <summary>
    /// Grows forests until every feature is decided, or as many as the options allow. Rejected features are left out of later forests.
    /// </summary>
    internal static RelevanceTest Run(Dataset dataset, PruningOptions options, IWorkMonitor monitor)
    {
        FeatureOptions settings = options.Features;
        int rounds = settings.Rounds ?? MostRounds;
        FeatureEvidence[] features =
        [
            .. Enumerable.Range(0, dataset.Preprocessing.Features.Count).Select(feature => new FeatureEvidence(feature)),
        ];
        var forest = new ShadowForest(dataset, options.Seed, options.Threads);
        var bestShadows = new List<double>();
        int round = 0;
        while (round < rounds && features.Any(feature => feature.Verdict == RelevanceVerdict.Tentative))
        {
            round++;
            int open = features.Count(feature => feature.Verdict == RelevanceVerdict.Tentative);
            monitor.Progress(
                new WorkProgress(
                    "Looking for relevant features",
                    $"forest {round} of at most {rounds}, {open} features undecided",
                    (double)round / rounds
                )
            );
            FeatureEvidence[] present = [.. features.Where(feature => feature.Verdict != RelevanceVerdict.Rejected)];
            (double[] importances, double bestShadow) = forest.Grow(
                [.. present.Select(feature => feature.Feature)],
                round,
                monitor.Cancellation
            );
            bestShadows.Add(bestShadow);
            for (int i = 0; i < present.Length; i++)
                present[i].Add(importances[i], bestShadow);
            Decide(features, settings);
        }
        return new RelevanceTest(features, round, FeatureEvidence.Median(bestShadows));
    }

    /// <summary>Tests every undecided feature in both directions, each corrected for all features.</summary>
    internal static void Decide(IReadOnlyList<FeatureEvidence> features, FeatureOptions settings)
    {
        string correction = settings.Correction ?? CorrectionCatalog.Bonferroni;
        double significance = settings.Significance ?? UsualSignificance;
        double[] more = Corrected([.. features.Select(feature => 1 - Binomial.CDF(0.5, feature.Rounds, feature.Hits - 1))], correction);
        double[] fewer = Corrected([.. features.Select(feature => Binomial.CDF(0.5, feature.Rounds, feature.Hits))], correction);
        for (int i = 0; i < features.Count; i++)
        {
            if (features[i].Verdict != RelevanceVerdict.Tentative)
                continue;
            if (more[i] < significance)
                features[i].Verdict = RelevanceVerdict.Confirmed;
            else if (fewer[i] < significance)
                features[i].Verdict = RelevanceVerdict.Rejected;
        }
    }

    /// <summary>
    /// Probabilities corrected for their number: Bonferroni's, or the step-up procedure of Benjamini and Hochberg (1995).
    /// </summary>
    internal static double[] Corrected(double[] probabilities, string correction)
    {
        int count = probabilities.Length;
        if (!correction.Equals(CorrectionCatalog.FalseDiscoveryRate, StringComparison.OrdinalIgnoreCase))
            return [.. probabilities.Select(p => Math.Min(1, p * count))];
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(i => probabilities[i])];
        var corrected = new double[count];
        double least = 1;
        for (int i = 0; i < count; i++)
        {
            least = Math.Min(least, probabilities[order[i]] * count / (count - i));
            corrected[order[i]] = least;
        }
        return corrected;
    }
}
