using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>What leaf refinement makes smaller, a row at a time.</summary>
internal abstract class RefinementLoss
{
    /// <summary>The sum before the first tree is added, <c>[outputs]</c>.</summary>
    internal abstract ReadOnlySpan<double> Baseline { get; }

    /// <summary>The loss of a row.</summary>
    /// <param name="sum">The trees' sum, <c>[outputs]</c>; becomes the derivatives of the loss by its elements.</param>
    /// <param name="target">The row's class index or number.</param>
    internal abstract double Of(Span<double> sum, float target);

    /// <summary>The loss of a model.</summary>
    internal static RefinementLoss For(Model model) =>
        model switch
        {
            BoostedModel boosted when boosted.Task == LearningTask.Classification => new ScoreLoss(boosted.Baseline),
            BoostedModel boosted => new SquaredLoss([.. boosted.Baseline.Select(value => (double)value)], isOfClasses: false),
            _ => new SquaredLoss(new double[model.OutputCount], model.Task == LearningTask.Classification),
        };
}

/// <summary>½ Σₖ (Fₖ − yₖ)², with yₖ 1 for the right class and 0 for others (half the Brier score), or the number.</summary>
internal sealed class SquaredLoss(double[] baseline, bool isOfClasses) : RefinementLoss
{
    internal override ReadOnlySpan<double> Baseline => baseline;

    internal override double Of(Span<double> sum, float target)
    {
        double loss = 0;
        for (int k = 0; k < sum.Length; k++)
        {
            sum[k] -= isOfClasses
                ? k == (int)target
                    ? 1
                    : 0
                : target;
            loss += 0.5 * sum[k] * sum[k];
        }
        return loss;
    }
}

/// <summary>
/// The cross-entropy of boosted scores: of softmax over the classes, or of the logistic function of the one score of two classes.
/// </summary>
internal sealed class ScoreLoss(IReadOnlyList<float> baseline) : RefinementLoss
{
    private readonly double[] _baseline = [.. baseline.Select(value => (double)value)];

    internal override ReadOnlySpan<double> Baseline => _baseline;

    internal override double Of(Span<double> sum, float target)
    {
        if (sum.Length > 1)
            return LogisticFit.CrossEntropy(sum, (int)target);
        double score = sum[0];
        sum[0] = BoostedScore.Sigmoid(score) - target;
        return Math.Max(score, 0) - score * target + Math.Log(1 + Math.Exp(-Math.Abs(score)));
    }
}
