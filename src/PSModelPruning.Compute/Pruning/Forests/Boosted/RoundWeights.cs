using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Pruning.Forests.Boosted;

/// <summary>
/// Fits the weights of a boosted model's rounds anew once some rounds are gone: minimizes Σᵢ L(b + Σᵣ aᵣ·fᵣ(xᵢ), yᵢ) + ½·Σᵣ (aᵣ − 1)² · s,
/// with L the cross-entropy of the scores or half the squared error, and s the variance of the target for numbers, 1 for classes. By
/// L-BFGS.
/// </summary>
/// <remarks>
/// What is left of shrunken rounds takes too small steps: the weights come out above 1 and make up for the rounds that went.
/// </remarks>
internal static class RoundWeights
{
    private const double Tolerance = 1e-6;

    /// <summary>The weights of some rounds.</summary>
    /// <param name="outputs">What all rounds add to the scores of the rows that are fitted to.</param>
    /// <param name="rounds">Those that stay.</param>
    /// <param name="monitor">Asked each iteration whether to stop.</param>
    internal static double[] Fit(RoundOutputs outputs, IReadOnlyList<int> rounds, IWorkMonitor monitor)
    {
        double[] weights = new double[rounds.Count];
        Array.Fill(weights, 1);
        double[] scores = new double[outputs.Rows * outputs.Columns];
        double scale = outputs.Loss is SquaredLoss ? Variance(outputs.Targets) : 1;
        Lbfgs.Minimize(
            weights,
            (at, gradient) => Value(outputs, rounds, at, gradient, scores, scale),
            Tolerance * outputs.Rows * scale,
            monitor
        );
        return weights;
    }

    /// <summary>The loss at some weights, and its gradient.</summary>
    private static double Value(
        RoundOutputs outputs,
        IReadOnlyList<int> rounds,
        double[] weights,
        double[] gradient,
        double[] scores,
        double scale
    )
    {
        int columns = outputs.Columns;
        for (int row = 0; row < outputs.Rows; row++)
            outputs.Loss.Baseline.CopyTo(scores.AsSpan(row * columns, columns));
        for (int r = 0; r < rounds.Count; r++)
        {
            ReadOnlySpan<float> added = outputs.Of(rounds[r]);
            double weight = weights[r];
            for (int i = 0; i < scores.Length; i++)
                scores[i] += weight * added[i];
        }
        double value = 0;
        for (int row = 0; row < outputs.Rows; row++)
            value += outputs.Loss.Of(scores.AsSpan(row * columns, columns), outputs.Targets[row]);
        for (int r = 0; r < rounds.Count; r++)
        {
            ReadOnlySpan<float> added = outputs.Of(rounds[r]);
            double sum = 0;
            for (int i = 0; i < scores.Length; i++)
                sum += scores[i] * added[i];
            double away = weights[r] - 1;
            gradient[r] = sum + scale * away;
            value += 0.5 * scale * away * away;
        }
        return value;
    }

    private static double Variance(float[] targets)
    {
        double mean = targets.Average(target => (double)target);
        return Math.Max(targets.Average(target => (target - mean) * (target - mean)), double.Epsilon);
    }
}
