namespace PSModelPruning.Compute.Training.Boosting.Losses;

/// <summary>What boosting makes smaller, with its first and second derivative by the scores: one score a tree of a round.</summary>
internal abstract class BoostingLoss
{
    // A curvature of 0 would make a leaf's value infinite where there is no penalty.
    private protected const float LeastCurvature = 1e-8f;

    /// <summary>Scores of a row.</summary>
    internal abstract int Scores { get; }

    /// <summary>The scores, the same for all rows, with the least loss: where boosting begins.</summary>
    /// <param name="targets">Class indices or numbers, <c>[rows]</c>.</param>
    /// <param name="weights">A weight a row; null weighs all 1.</param>
    internal abstract float[] Baseline(ReadOnlySpan<float> targets, float[]? weights);

    /// <summary>The loss of a row, and its derivatives by each score.</summary>
    /// <param name="scores"><c>[scores]</c>, the baseline included.</param>
    /// <param name="target">The row's class index or number.</param>
    /// <param name="gradients">Receives the first derivatives, <c>[scores]</c>.</param>
    /// <param name="curvatures">Receives the second ones, of each score by itself, <c>[scores]</c>.</param>
    internal abstract double Differentiate(ReadOnlySpan<float> scores, float target, Span<float> gradients, Span<float> curvatures);

    /// <summary>The loss of a row.</summary>
    internal abstract double Of(ReadOnlySpan<float> scores, float target);

    /// <summary>The loss for a data set: logistic for two classes, softmax for more, squared for numbers.</summary>
    internal static BoostingLoss For(Dataset dataset) =>
        dataset.Task == LearningTask.Regression ? new SquaredLoss()
        : dataset.Classes.Count == 2 ? new LogisticLoss()
        : new SoftmaxLoss(dataset.Classes.Count);
}
