using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Boosting.Losses;

/// <summary>
/// The negative log-likelihood of two classes; the score is the log-odds of the second: log(1 + e^score) − target · score.
/// </summary>
internal sealed class LogisticLoss : BoostingLoss
{
    internal override int Scores => 1;

    internal override float[] Baseline(ReadOnlySpan<float> targets, float[]? weights)
    {
        double[] parts = ClassParts.Of(targets, weights, 2);
        return [(float)Math.Log(parts[1] / parts[0])];
    }

    internal override double Differentiate(ReadOnlySpan<float> scores, float target, Span<float> gradients, Span<float> curvatures)
    {
        double probability = BoostedScore.Sigmoid(scores[0]);
        gradients[0] = (float)(probability - target);
        curvatures[0] = Math.Max((float)(probability * (1 - probability)), LeastCurvature);
        return Of(scores, target);
    }

    internal override double Of(ReadOnlySpan<float> scores, float target)
    {
        double score = scores[0];
        return Math.Max(score, 0) + Math.Log(1 + Math.Exp(-Math.Abs(score))) - target * score;
    }
}
