namespace PSModelPruning.Compute.Models;

/// <summary>The one figure that is better when higher: accuracy for classes, R² for numbers.</summary>
internal static class OutputScore
{
    /// <summary>The index of the greatest probability or logit; the first of several equal ones.</summary>
    internal static int MostProbable(ReadOnlySpan<float> probabilities)
    {
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best])
                best = i;
        }
        return best;
    }

    /// <summary>
    /// How much each row adds to the score: 1 for a right class and 0 for a wrong one; the squared error, negative, for a number.
    /// </summary>
    /// <param name="output">One row's outputs.</param>
    /// <param name="target">The class index or number that is right.</param>
    /// <param name="task">Which of the two.</param>
    internal static double OfRow(ReadOnlySpan<float> output, float target, LearningTask task)
    {
        if (task == LearningTask.Classification)
            return MostProbable(output) == (int)target ? 1 : 0;
        double error = (double)output[0] - target;
        return -error * error;
    }

    /// <summary>The score of rows whose contributions were summed.</summary>
    /// <param name="sum">The sum of <see cref="OfRow"/>.</param>
    /// <param name="targets">The targets of all rows.</param>
    /// <param name="task">What was predicted.</param>
    internal static double OfSum(double sum, ReadOnlySpan<float> targets, LearningTask task)
    {
        if (task == LearningTask.Classification)
            return sum / targets.Length;
        double mean = 0;
        foreach (float target in targets)
            mean += target;
        mean /= targets.Length;
        double deviations = 0;
        foreach (float target in targets)
            deviations += (target - mean) * (target - mean);
        return deviations > 0 ? 1 + sum / deviations : double.NaN;
    }
}
