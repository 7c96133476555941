namespace PSModelPruning.Compute.Models.Trees;

/// <summary>Turns the sums of boosted trees into predictions.</summary>
internal static class BoostedScore
{
    /// <summary>Adds the baseline to one row's sums, and makes probabilities of the scores of classes.</summary>
    /// <param name="row">
    /// <c>[outputs]</c>: the sums of the trees, of which a single one for two classes is the last; receives probabilities by the logistic
    /// function or softmax, or the number.
    /// </param>
    /// <param name="baseline">The scores before the first tree.</param>
    internal static void ToOutput(Span<float> row, ReadOnlySpan<float> baseline)
    {
        if (row.Length == 1)
            row[0] += baseline[0];
        else if (baseline.Length == 1)
            Logistic(row, (double)row[1] + baseline[0]);
        else
            Softmax(row, baseline);
    }

    private static void Logistic(Span<float> row, double score)
    {
        double probability = Sigmoid(score);
        row[1] = (float)probability;
        row[0] = (float)(1 - probability);
    }

    /// <summary>1 / (1 + e^−score), exact at both ends.</summary>
    internal static double Sigmoid(double score)
    {
        if (score >= 0)
            return 1 / (1 + Math.Exp(-score));
        double power = Math.Exp(score);
        return power / (1 + power);
    }

    private static void Softmax(Span<float> row, ReadOnlySpan<float> baseline)
    {
        float greatest = float.NegativeInfinity;
        for (int k = 0; k < row.Length; k++)
        {
            row[k] += baseline[k];
            greatest = Math.Max(greatest, row[k]);
        }
        double sum = 0;
        for (int k = 0; k < row.Length; k++)
        {
            row[k] = (float)Math.Exp((double)row[k] - greatest);
            sum += row[k];
        }
        for (int k = 0; k < row.Length; k++)
            row[k] = (float)(row[k] / sum);
    }
}
