namespace PSModelPruning.Compute.Training.Boosting.Losses;

/// <summary>
/// The negative log-likelihood of several classes, a score each: log Σₖ e^scoreₖ − score of the right class. The curvature is the diagonal
/// of the second derivative.
/// </summary>
internal sealed class SoftmaxLoss(int classes) : BoostingLoss
{
    internal override int Scores => classes;

    internal override float[] Baseline(ReadOnlySpan<float> targets, float[]? weights) =>
        [.. ClassParts.Of(targets, weights, classes).Select(part => (float)Math.Log(part))];

    internal override double Differentiate(ReadOnlySpan<float> scores, float target, Span<float> gradients, Span<float> curvatures)
    {
        double normalizer = LogSum(scores);
        for (int k = 0; k < scores.Length; k++)
        {
            double probability = Math.Exp(scores[k] - normalizer);
            gradients[k] = (float)(probability - (k == (int)target ? 1 : 0));
            curvatures[k] = Math.Max((float)(probability * (1 - probability)), LeastCurvature);
        }
        return normalizer - scores[(int)target];
    }

    internal override double Of(ReadOnlySpan<float> scores, float target) => LogSum(scores) - scores[(int)target];

    private static double LogSum(ReadOnlySpan<float> scores)
    {
        double greatest = double.NegativeInfinity,
            sum = 0;
        foreach (float score in scores)
            greatest = Math.Max(greatest, score);
        foreach (float score in scores)
            sum += Math.Exp(score - greatest);
        return greatest + Math.Log(sum);
    }
}
