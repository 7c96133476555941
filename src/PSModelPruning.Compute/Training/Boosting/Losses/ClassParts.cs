namespace PSModelPruning.Compute.Training.Boosting.Losses;

/// <summary>The parts that classes have in the training rows.</summary>
internal static class ClassParts
{
    // A class without rows has a small part, so that its logarithm is a number.
    private const double Least = 1e-6;

    internal static double[] Of(ReadOnlySpan<float> targets, float[]? weights, int classes)
    {
        var sums = new double[classes];
        double all = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            double weight = weights is null ? 1 : weights[row];
            sums[(int)targets[row]] += weight;
            all += weight;
        }
        return [.. sums.Select(sum => Math.Max(sum / all, Least))];
    }
}
