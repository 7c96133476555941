using MathNet.Numerics.Distributions;

namespace PSModelPruning.Compute.Evaluation;

/// <summary>Tests whether two models that predicted the same rows differ by more than chance.</summary>
internal static class PairedTest
{
    /// <summary>
    /// McNemar's exact test: of the rows that exactly one model gets right, each model should get half if both are equally good, so the
    /// smaller share is compared with a binomial distribution.
    /// </summary>
    /// <param name="onlyFirst">Rows that only the first model gets right.</param>
    /// <param name="onlySecond">Rows that only the second model gets right.</param>
    /// <returns>The two-sided probability of a difference at least as great; 1 where the models never differ.</returns>
    /// <remarks>McNemar (1947), Psychometrika 12, 153–157, in its exact form.</remarks>
    internal static double McNemar(int onlyFirst, int onlySecond)
    {
        int differing = onlyFirst + onlySecond;
        return differing == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, differing, Math.Min(onlyFirst, onlySecond)));
    }

    /// <summary>Student's paired t-test on the differences of two rows of numbers.</summary>
    /// <returns>The two-sided probability; 1 where all differences are 0, NaN for fewer than two rows.</returns>
    internal static double Student(IReadOnlyList<double> differences)
    {
        int count = differences.Count;
        if (count < 2)
            return double.NaN;
        double mean = differences.Average();
        double variance = differences.Sum(d => (d - mean) * (d - mean)) / (count - 1);
        if (variance == 0)
            return mean == 0 ? 1 : 0;
        double t = mean / Math.Sqrt(variance / count);
        return 2 * StudentT.CDF(0, 1, count - 1, -Math.Abs(t));
    }

    /// <summary>The test that fits the task, on two models' predictions of the same rows.</summary>
    internal static double Of(EvaluationResult reference, EvaluationResult model)
    {
        int rows = model.Rows;
        if (model.Task == LearningTask.Classification)
        {
            int onlyReference = Enumerable.Range(0, rows).Count(row => IsRight(reference, row) && !IsRight(model, row));
            int onlyModel = Enumerable.Range(0, rows).Count(row => IsRight(model, row) && !IsRight(reference, row));
            return McNemar(onlyReference, onlyModel);
        }
        return Student([.. Enumerable.Range(0, rows).Select(row => SquaredError(model, row) - SquaredError(reference, row))]);
    }

    private static bool IsRight(EvaluationResult result, int row) => result.Predictions[row] == result.Targets[row];

    private static double SquaredError(EvaluationResult result, int row)
    {
        double error = result.Predictions[row] - result.Targets[row];
        return error * error;
    }
}
