using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>What options of trees may be.</summary>
internal static class TreeOptionRules
{
    /// <summary>Checks options.</summary>
    /// <exception cref="ComputeException"><c>TrainingOptionOutOfRange</c>, <c>CriterionDoesNotFit</c> or
    /// <c>ClassWeightInvalid</c>.</exception>
    internal static void Check(TreeOptions options, LearningTask task, int classes)
    {
        Require(nameof(options.MaxDepth), options.MaxDepth, options.MaxDepth >= 0, "at least 0");
        Require(nameof(options.MinLeafSamples), options.MinLeafSamples, options.MinLeafSamples >= 1, "at least 1");
        Require(nameof(options.MinSplitSamples), options.MinSplitSamples, options.MinSplitSamples >= 2, "at least 2");
        Require(
            nameof(options.MinImpurityDecrease),
            options.MinImpurityDecrease,
            options.MinImpurityDecrease >= 0 && double.IsFinite(options.MinImpurityDecrease),
            "a finite number of at least 0"
        );
        Require(nameof(options.MaxLeaves), options.MaxLeaves, options.MaxLeaves is 0 or >= 2, "at least 2, or 0 for no limit");
        Require(nameof(options.MaxBins), options.MaxBins, options.MaxBins is 0 or (>= 2 and <= 256), "2 to 256, or 0 for every midpoint");
        SplitCriteria.Resolve(options.Criterion, task == LearningTask.Classification);
        if (options.ClassWeights.Count > 0)
            CheckWeights(options.ClassWeights, task, classes);
    }

    private static void CheckWeights(IReadOnlyList<double> weights, LearningTask task, int classes)
    {
        if (task == LearningTask.Regression || weights.Count != classes)
            throw TrainingErrors.ClassWeightsDoNotFit(weights.Count, classes);
        foreach (double weight in weights)
        {
            if (!double.IsFinite(weight) || weight < 0)
                throw TrainingErrors.ClassWeightNotPositive(weight);
        }
        if (weights.All(weight => weight == 0))
            throw TrainingErrors.ClassWeightNotPositive(0);
    }

    private static void Require(string option, double value, bool holds, string range)
    {
        if (!holds)
            throw TrainingErrors.OptionOutOfRange(option, value, range);
    }
}
