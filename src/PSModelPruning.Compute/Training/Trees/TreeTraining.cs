using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>What is the same for all kinds of models that are made of trees.</summary>
internal static class TreeTraining
{
    /// <summary>Checks that there is something to learn, and how.</summary>
    /// <exception cref="ComputeException"><c>TooFewClasses</c>, <c>PartitionEmpty</c>, or what <see cref="TreeOptionRules"/>
    /// says.</exception>
    internal static void Check(Dataset dataset, TreeOptions? options = null)
    {
        if (dataset.Task == LearningTask.Classification && dataset.Classes.Count < 2)
            throw TrainingErrors.TooFewClasses(dataset.Target);
        if (dataset.TrainingRows == 0)
            throw TrainingErrors.NoTrainingRows();
        if (options is null)
            return;
        if (options.ClassWeights.Count > 0 && dataset.Task == LearningTask.Regression)
            throw TrainingErrors.ClassWeightsForRegression(dataset.Name);
        TreeOptionRules.Check(options, dataset.Task, dataset.Classes.Count);
        MaxFeaturesRule.Count(options.MaxFeatures, dataset.Inputs);
    }

    /// <summary>Tells that every tree is a single leaf, so that the model says the same of every row.</summary>
    internal static void WarnOfNoSplit(bool splits, Dataset dataset, TreeOptions options, IWorkMonitor monitor)
    {
        if (!splits)
        {
            monitor.Warning(
                $"No split was made, so the model predicts the same for every row: none of the {dataset.Inputs} inputs divides the "
                    + $"{dataset.TrainingRows} training rows of '{dataset.Name}' "
                    + $"to advantage with {Option.MinLeafSamples.Is(options.MinLeafSamples)}, "
                    + $"{Option.MinSplitSamples.Is(options.MinSplitSamples)} and "
                    + $"{Option.MinImpurityDecrease.Is(options.MinImpurityDecrease)}."
            );
        }
    }

    /// <summary>The weight of each training row by its class; null where all weigh the same.</summary>
    /// <exception cref="ComputeException"><c>ClassWeightInvalid</c>: they do not fit the data.</exception>
    internal static float[]? RowWeights(Dataset dataset, TreeOptions options)
    {
        IReadOnlyList<double> weights = options.ClassWeights;
        if (weights.Count == 0)
            return null;
        var result = new float[dataset.TrainingRows];
        for (int row = 0; row < result.Length; row++)
            result[row] = (float)weights[dataset.Training.Label(row)];
        if (!result.Any(weight => weight > 0))
            throw TrainingErrors.ClassWeightNotPositive(0);
        return result;
    }
}
