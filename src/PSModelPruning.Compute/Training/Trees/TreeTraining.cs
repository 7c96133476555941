using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>What is the same for all kinds of models that are made of trees.</summary>
internal static class TreeTraining
{
    /// <summary>Checks that there is something to learn.</summary>
    /// <exception cref="ComputeException"><c>TooFewClasses</c>, <c>PartitionEmpty</c>.</exception>
    internal static void Check(Dataset dataset)
    {
        if (dataset.Task == LearningTask.Classification && dataset.Classes.Count < 2)
            throw TrainingErrors.TooFewClasses(dataset.Target);
        if (dataset.TrainingRows == 0)
            throw TrainingErrors.NoTrainingRows();
    }

    /// <summary>The weight of each training row by its class; null where all weigh the same.</summary>
    /// <exception cref="ComputeException"><c>ClassWeightInvalid</c>: they do not fit the data.</exception>
    internal static float[]? RowWeights(Dataset dataset, TreeOptions options)
    {
        IReadOnlyList<double> weights = options.ClassWeights;
        if (weights.Count == 0)
            return null;
        if (dataset.Task == LearningTask.Regression)
            throw TrainingErrors.ClassWeightsForRegression(dataset.Name);
        if (weights.Count != dataset.Classes.Count)
            throw TrainingErrors.ClassWeightsDoNotFit(weights.Count, dataset.Classes.Count);
        foreach (double weight in weights)
        {
            if (!double.IsFinite(weight) || weight < 0)
                throw TrainingErrors.ClassWeightNotPositive(weight);
        }
        var result = new float[dataset.TrainingRows];
        for (int row = 0; row < result.Length; row++)
            result[row] = (float)weights[dataset.Training.Label(row)];
        if (!result.Any(weight => weight > 0))
            throw TrainingErrors.ClassWeightNotPositive(0);
        return result;
    }
}
