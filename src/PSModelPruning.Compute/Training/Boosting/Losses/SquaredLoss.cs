namespace PSModelPruning.Compute.Training.Boosting.Losses;

/// <summary>½ (score − target)²: each tree is fitted to what is left.</summary>
internal sealed class SquaredLoss : BoostingLoss
{
    internal override int Scores => 1;

    internal override float[] Baseline(ReadOnlySpan<float> targets, float[]? weights)
    {
        double sum = 0,
            all = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            double weight = weights is null ? 1 : weights[row];
            sum += weight * targets[row];
            all += weight;
        }
        return [(float)(sum / all)];
    }

    internal override double Differentiate(ReadOnlySpan<float> scores, float target, Span<float> gradients, Span<float> curvatures)
    {
        gradients[0] = scores[0] - target;
        curvatures[0] = 1;
        return Of(scores, target);
    }

    internal override double Of(ReadOnlySpan<float> scores, float target)
    {
        double error = (double)scores[0] - target;
        return error * error / 2;
    }
}
